package bambusa.relay.policy;

import bambusa.ingest.VerifiedEntry;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What is said on one line:
 *
 * <pre>
 * in   {"document": ID, "owner": KEY, "schema": ID, "entry": HEX, "operation": HEX}
 * out  {"document": ID, "action": "accept"}
 *      {"document": ID, "action": "refuse", "reason": TEXT}
 * </pre>
 */
final class PolicyLines {

  private static final int MAX_REASON_LENGTH = 200;

  private static final ObjectMapper JSON = new ObjectMapper();

  private PolicyLines() {}

  static String question(VerifiedEntry create) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("document", create.hash().toString());
    line.put("owner", create.entry().author().toString());
    line.put("schema", create.operation().schemaId().toString());
    line.put("entry", create.entry().encoded().toString());
    line.put("operation", create.decoded().encodedOperation().toString());
    return line.toString();
  }

  /** Why the document is refused; empty when it is accepted. */
  static Optional<String> refusal(VerifiedEntry create, String line) throws PolicyException {
    JsonNode answer = read(line);
    if (!answer.path("document").asText().equals(create.hash().toString())) {
      throw new PolicyException("the policy program answered about another document");
    }
    return switch (answer.path("action").asText()) {
      case "accept" -> Optional.empty();
      case "refuse" -> Optional.of(reason(answer.path("reason").asText()));
      default -> throw new PolicyException("the policy program said neither accept nor refuse");
    };
  }

  private static String reason(String reason) {
    String told = reason.isBlank() ? "not accepted by the policy of this relay" : reason;
    return told.length() <= MAX_REASON_LENGTH ? told : told.substring(0, MAX_REASON_LENGTH);
  }

  private static JsonNode read(String line) throws PolicyException {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new PolicyException("the policy program answered with no JSON");
    }
  }
}
