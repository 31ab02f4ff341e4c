package bambusa.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.Vectors;
import bambusa.crypto.Hash;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VarU64Test {

  private static final JsonNode PRIMITIVES = Vectors.read("primitives.json");

  @Test
  void validVectorsDecodeAndEncodeBack() throws MalformedException {
    for (JsonNode vector : PRIMITIVES.get("varu64").get("valid")) {
      long value = Long.parseUnsignedLong(vector.get("value").asText());
      byte[] encoded = Hex.decode(vector.get("encoded").asText());
      assertThat(new ByteWriter().varU64(value).toBytes()).isEqualTo(encoded);
      assertThat(new ByteReader(encoded).varU64()).isEqualTo(value);
      assertThat(VarU64.size(value)).isEqualTo(encoded.length);
    }
  }

  @Test
  void invalidVectorsAreMalformed() {
    for (JsonNode vector : PRIMITIVES.get("varu64").get("invalid")) {
      assertThatThrownBy(() -> new ByteReader(Hex.decode(vector.asText())).varU64())
          .as(vector.asText())
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void anyBytesAreMalformedOrEncodeBack() {
    Random random = new Random(248);
    for (int round = 0; round < 10_000; round++) {
      byte[] bytes = new byte[random.nextInt(11)];
      random.nextBytes(bytes);
      if (bytes.length > 1 && random.nextBoolean()) {
        bytes[0] = (byte) (247 + random.nextInt(9));
      }
      ByteReader in = new ByteReader(bytes);
      try {
        long value = in.varU64();
        assertThat(new ByteWriter().varU64(value).toBytes())
            .isEqualTo(Arrays.copyOf(bytes, in.position()));
      } catch (MalformedException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  @Test
  void yasmfVectorsHold() throws MalformedException {
    for (JsonNode vector : PRIMITIVES.get("yasmf").get("vectors")) {
      assertThat(Hash.of(Hex.decode(vector.get("input").asText())))
          .hasToString(vector.get("hash").asText());
    }
  }
}
