package bambusa.operation;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.Vectors;
import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OperationFuzzTest {

  private static final int ROUNDS = 40_000;

  @Test
  void mutatedOperationsAreMalformedOrEncodeBack() throws MalformedException {
    List<byte[]> wellFormed = wellFormed();
    Random random = new Random(3);
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] mutated = mutated(wellFormed.get(random.nextInt(wellFormed.size())), random);
      accepted += isMalformedOrEncodesBack(mutated) ? 1 : 0;
    }
    // The fuzzing is worth something only when it meets both sides of the decoder.
    assertThat(accepted).isBetween(ROUNDS / 50, ROUNDS * 9 / 10);
  }

  @Test
  void randomBytesAreMalformedOrEncodeBack() {
    Random random = new Random(4);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      isMalformedOrEncodesBack(bytes);
    }
  }

  @Test
  void randomSchemaIdsAreMalformedOrTheirOwnText() throws MalformedException {
    String[] pieces = {
      "_", "v", "1", "0", "a", "A", "chat", "blob", "piece", "schema_definition", "é", "+"
    };
    String id = wellFormedId();
    Random random = new Random(5);
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(8); i > 0; i--) {
        text.append(random.nextInt(4) == 0 ? id : pieces[random.nextInt(pieces.length)]);
      }
      try {
        SchemaId schemaId = SchemaId.parse(text.toString());
        assertThat(schemaId).hasToString(text.toString());
        accepted++;
      } catch (MalformedException expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      }
    }
    assertThat(accepted).isGreaterThan(ROUNDS / 1_000);
  }

  private static boolean isMalformedOrEncodesBack(byte[] bytes) {
    EncodedOperation encoded = new EncodedOperation(bytes);
    try {
      Operation operation = OperationDecoder.decode(encoded);
      EncodedOperation canonical = OperationEncoder.encode(operation);
      assertThat(OperationDecoder.decodeCanonical(canonical)).isEqualTo(operation);
      assertThat(canonical.size()).isLessThanOrEqualTo(encoded.size());
      return true;
    } catch (MalformedOperationException expected) {
      assertThat(expected.getMessage()).isNotEmpty();
      return false;
    }
  }

  private static byte[] mutated(byte[] source, Random random) {
    byte[] bytes = source.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at]++;
        case 3 -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at + 1) : bytes;
        default -> bytes = spliced(bytes, at, random);
      }
    }
    return bytes;
  }

  /** Removes one byte or doubles it. */
  private static byte[] spliced(byte[] bytes, int at, Random random) {
    boolean remove = random.nextBoolean() && bytes.length > 1;
    byte[] result = new byte[bytes.length + (remove ? -1 : 1)];
    System.arraycopy(bytes, 0, result, 0, at);
    int from = remove ? at + 1 : at;
    System.arraycopy(
        bytes, from, result, result.length - (bytes.length - from), bytes.length - from);
    return result;
  }

  private static List<byte[]> wellFormed() throws MalformedException {
    List<byte[]> wellFormed = new ArrayList<>();
    for (JsonNode vector : Vectors.read("operations_valid.json").get("fieldTypes")) {
      wellFormed.add(Hex.decode(vector.get("operation").asText()));
    }
    for (String log : List.of("log_081.json", "log_060.json")) {
      for (JsonNode vector : Vectors.read(log).get("entries")) {
        wellFormed.add(Hex.decode(vector.get("operation").asText()));
      }
    }
    return wellFormed;
  }

  private static String wellFormedId() {
    return Vectors.read("log_081.json").get("documentId").asText();
  }
}
