package bambusa.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import bambusa.Vectors;
import bambusa.bytes.MalformedException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperationFaultTest {

  private static final JsonNode VECTORS = Vectors.read("operation_faults.json");

  @Test
  void everyMalformedOperationIsRefusedForItsOwnReason() throws MalformedException {
    for (JsonNode vector : VECTORS.get("vectors")) {
      EncodedOperation encoded = EncodedOperation.parse(vector.get("operation").asText());
      assertThatExceptionOfType(MalformedOperationException.class)
          .as(vector.toString())
          .isThrownBy(() -> OperationDecoder.decode(encoded))
          .returns(
              OperationFault.valueOf(vector.get("fault").asText()),
              MalformedOperationException::fault);
    }
  }

  @Test
  void whatIsMerelyNotCanonicalIsRefusedOnlyWhenAskedFor() throws MalformedException {
    for (JsonNode vector : VECTORS.get("notCanonical")) {
      EncodedOperation encoded = EncodedOperation.parse(vector.get("operation").asText());
      Operation operation = OperationDecoder.decode(encoded);
      assertThat(OperationDecoder.decode(OperationEncoder.encode(operation))).isEqualTo(operation);
      assertThatExceptionOfType(MalformedOperationException.class)
          .as(vector.toString())
          .isThrownBy(() -> OperationDecoder.decodeCanonical(encoded))
          .returns(OperationFault.NOT_CANONICAL, MalformedOperationException::fault);
    }
  }

  @Test
  void everyReasonHasAVector() {
    Set<OperationFault> seen = EnumSet.of(OperationFault.NOT_CANONICAL);
    for (JsonNode vector : VECTORS.get("vectors")) {
      seen.add(OperationFault.valueOf(vector.get("fault").asText()));
    }
    assertThat(seen).containsExactlyInAnyOrder(OperationFault.values());
    assertThat(VECTORS.get("notCanonical")).isNotEmpty();
  }
}
