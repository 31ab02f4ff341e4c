package bambusa.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import bambusa.Vectors;
import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperationVectorsTest {

  /** The reference writes -0 as 0 in its JSON. */
  private static final Set<String> SIGN_LOST = Set.of("float -0");

  @Test
  void everyFieldValueIsEncodedAsByTheReference() throws MalformedException {
    JsonNode vectors = Vectors.read("operations_valid.json");
    SchemaId schemaId = SchemaId.parse(vectors.get("schemaId").asText());
    for (JsonNode vector : vectors.get("fieldTypes")) {
      PlainValue value = PlainValues.typed(vector.get("type").asText(), vector.get("value"));
      Operation operation = Operation.create(schemaId, Map.of("f", value));
      assertThat(OperationEncoder.encode(operation))
          .as(vector.get("label").asText())
          .hasToString(vector.get("operation").asText());
    }
  }

  @Test
  void everyFieldValueIsDecodedAsByTheReference() throws MalformedException {
    for (JsonNode vector : Vectors.read("operations_valid.json").get("fieldTypes")) {
      String label = vector.get("label").asText();
      Operation operation = OperationDecoder.decodeCanonical(encoded(vector, "operation"));
      if (!SIGN_LOST.contains(label)) {
        assertSame(operation, vector.get("decoded"), label);
      }
      assertThat(OperationEncoder.encode(operation))
          .as(label)
          .isEqualTo(encoded(vector, "operation"));
    }
  }

  @Test
  void listsOfHashesAreTheSameInBothEncodings() throws MalformedException {
    for (JsonNode vector : Vectors.read("operations_valid.json").get("fieldTypes")) {
      if (!vector.has("operation060")) {
        continue;
      }
      Operation e2 = OperationDecoder.decode(encoded(vector, "operation060"));
      Operation e3 = OperationDecoder.decode(encoded(vector, "operation"));
      PlainValue value = e3.fields().get("f");
      if (vector.get("type").asText().equals("relation")) {
        value = new PlainValue.Str(Hex.encode(((PlainValue.Bytes) value).value()));
      }
      assertThat(e2.fields()).as(vector.get("label").asText()).isEqualTo(Map.of("f", value));
    }
  }

  @Test
  void fieldsAreOrderedByTheirUtf8Bytes() throws MalformedException {
    JsonNode vector = Vectors.read("operations_valid.json").get("fieldOrder");
    Operation operation = OperationDecoder.decodeCanonical(encoded(vector, "operation"));
    assertThat(operation.fields().keySet())
        .containsExactlyElementsOf(Vectors.strings(vector.get("encodedOrder")));

    Map<String, PlainValue> inserted = new HashMap<>(operation.fields());
    assertThat(OperationEncoder.encode(Operation.create(operation.schemaId(), inserted)))
        .isEqualTo(encoded(vector, "operation"));
  }

  @Test
  void malformedOperationsGetTheWantedVerdict() throws MalformedException {
    List<String> numbersLongerThanNeeded =
        List.of(
            "version in two bytes (1801)",
            "int value in three bytes (1900ff)",
            "text length in two bytes (7801)",
            "float 1.5 as double",
            "float 1.5 as single");
    for (JsonNode vector : Vectors.read("operations_invalid.json").get("vectors")) {
      String label = vector.get("label").asText();
      String wanted = vector.get("wanted").asText();
      EncodedOperation encoded = encoded(vector, "operation");
      if (wanted.startsWith("accept") || numbersLongerThanNeeded.contains(label)) {
        JsonNode oracle =
            wanted.contains("0.5-0.7") ? vector.get("oracle060") : vector.get("oracle081");
        assertSame(OperationDecoder.decode(encoded), oracle.get("decoded"), label);
      } else {
        assertThat(wanted).as(label).containsAnyOf("reject", "lenient");
        assertThatExceptionOfType(MalformedOperationException.class)
            .as(label)
            .isThrownBy(() -> OperationDecoder.decode(encoded));
      }
    }
  }

  @Test
  void onlyTheCanonicalFormPassesWhenDecodedStrictly() throws MalformedException {
    for (JsonNode vector : Vectors.read("operations_invalid.json").get("vectors")) {
      String wanted = vector.get("wanted").asText();
      EncodedOperation encoded = encoded(vector, "operation");
      if (wanted.startsWith("accept") && !wanted.contains("0.5-0.7")) {
        OperationDecoder.decodeCanonical(encoded);
      } else {
        assertThatExceptionOfType(MalformedOperationException.class)
            .as(vector.get("label").asText())
            .isThrownBy(() -> OperationDecoder.decodeCanonical(encoded));
      }
    }
  }

  @Test
  void ofTheThreeErasTheLatterTwoAreRead() throws MalformedException {
    for (JsonNode vector : Vectors.read("eras.json").get("operations")) {
      JsonNode encodings = vector.get("encoded");
      JsonNode oracles = vector.get("decodedByOracles");
      assertThatExceptionOfType(MalformedOperationException.class)
          .isThrownBy(() -> OperationDecoder.decode(encoded(encodings, "0.4")))
          .returns(OperationFault.ENCODING_E1, MalformedOperationException::fault);

      Operation e2 = OperationDecoder.decode(encoded(encodings, "0.5-0.7"));
      Operation e3 = OperationDecoder.decode(encoded(encodings, "0.8"));
      assertSame(e2, decoded(oracles.get("0.5-0.7"), "by060"), "E2");
      assertSame(e3, decoded(oracles.get("0.8"), "by081"), "E3");
      boolean same = encodings.get("0.5-0.7").equals(encodings.get("0.8"));
      assertThat(e2.encoding()).isEqualTo(same ? OperationEncoding.E3 : OperationEncoding.E2);
      assertThat(e3.encoding()).isEqualTo(OperationEncoding.E3);
    }
  }

  @Test
  void everyOperationOfTheLogsIsDecoded() throws MalformedException {
    for (String log : List.of("log_081.json", "log_060.json")) {
      for (JsonNode vector : Vectors.read(log).get("entries")) {
        String label = log + ' ' + vector.get("seqNum");
        Operation operation = OperationDecoder.decode(encoded(vector, "operation"));
        assertSame(operation, vector.get("decodedOperation"), label);
        assertThat(encoded(vector, "operation").size())
            .as(label)
            .isEqualTo(vector.get("operationSize").asInt());
        assertThat(encoded(vector, "operation").hash())
            .as(label)
            .hasToString(vector.get("operationHash").asText());
        if (operation.encoding() == OperationEncoding.E3) {
          assertThat(OperationEncoder.encode(operation))
              .as(label)
              .isEqualTo(encoded(vector, "operation"));
        }
      }
    }
  }

  @Test
  void operationsMadeFromTheInputOfTheReferenceAreItsBytes() throws MalformedException {
    JsonNode log = Vectors.read("log_081.json");
    SchemaId schemaId = SchemaId.parse(log.get("schemaId").asText());
    List<Action> actions = new ArrayList<>();
    for (JsonNode vector : log.get("entries")) {
      Operation operation = made(schemaId, vector);
      actions.add(operation.action());
      assertThat(OperationEncoder.encode(operation)).hasToString(vector.get("operation").asText());
    }
    assertThat(actions).contains(Action.CREATE, Action.UPDATE, Action.DELETE);
  }

  private static Operation made(SchemaId schemaId, JsonNode vector) throws MalformedException {
    Map<String, PlainValue> fields = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : vector.get("fieldsInput").properties()) {
      JsonNode input = field.getValue();
      fields.put(field.getKey(), PlainValues.typed(input.get("type").asText(), input.get("value")));
    }
    JsonNode previous = vector.get("decodedOperation").get("previous");
    return switch (vector.get("action").asText()) {
      case "create" -> Operation.create(schemaId, fields);
      case "update" ->
          Operation.update(schemaId, new DocumentViewId(PlainValues.hashes(previous)), fields);
      default -> Operation.delete(schemaId, new DocumentViewId(PlainValues.hashes(previous)));
    };
  }

  private static JsonNode decoded(JsonNode oracles, String name) {
    assertThat(oracles.get(name).get("accepted").asBoolean()).as(name).isTrue();
    return oracles.get(name).get("decoded");
  }

  private static void assertSame(Operation operation, JsonNode decoded, String label)
      throws MalformedException {
    assertThat(operation.action())
        .as(label)
        .hasToString(decoded.get("action").asText().toUpperCase(java.util.Locale.ROOT));
    assertThat(operation.schemaId()).as(label).hasToString(decoded.get("schemaId").asText());
    JsonNode previous = decoded.get("previous");
    if (previous.isNull()) {
      assertThat(operation.previous()).as(label).isEmpty();
    } else {
      assertThat(operation.previous())
          .as(label)
          .contains(new DocumentViewId(PlainValues.hashes(previous)));
    }
    JsonNode fields = decoded.get("fields");
    assertThat(operation.fields())
        .as(label)
        .isEqualTo(fields.isNull() ? Map.of() : PlainValues.fields(fields));
  }

  private static EncodedOperation encoded(JsonNode vector, String name) throws MalformedException {
    return EncodedOperation.parse(vector.get(name).asText());
  }
}
