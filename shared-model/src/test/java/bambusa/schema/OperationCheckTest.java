package bambusa.schema;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.Vectors;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.operation.DocumentViewId;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;
import bambusa.operation.OperationDecoder;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperationCheckTest {

  private static final int MAX_PIECE_BYTES = 256_000;
  private static final int MAX_FIELDS = 1_024;

  @Test
  void operationsOfAnApplicationAreHeldAgainstItsSchema() throws MalformedException {
    JsonNode vectors = Vectors.read("schema_checks.json");
    Schema schema = schema(vectors);
    for (JsonNode vector : vectors.get("application")) {
      assertVerdict(schema, vector);
    }
  }

  @Test
  void operationsOfSystemSchemasObeyFurtherRules() throws MalformedException {
    for (JsonNode vector : Vectors.read("schema_checks.json").get("system")) {
      assertVerdict(SystemSchemas.find(operation(vector).schemaId()).orElseThrow(), vector);
    }
  }

  @Test
  void pieceOfABlobIsBounded() {
    assertThat(OperationCheck.check(SystemSchemas.BLOB_PIECE, piece(MAX_PIECE_BYTES))).isEmpty();
    assertThat(OperationCheck.check(SystemSchemas.BLOB_PIECE, piece(MAX_PIECE_BYTES + 1)))
        .contains(
            new SchemaViolation(
                SchemaFault.BLOB_PIECE_DATA,
                "invalid 'blob_piece_v1' operation: 'data' field in blob is over maximum allowed length"));
  }

  @Test
  void definitionHasAtMost1024Fields() {
    assertThat(OperationCheck.check(SystemSchemas.SCHEMA_DEFINITION, definition(MAX_FIELDS)))
        .isEmpty();
    assertThat(OperationCheck.check(SystemSchemas.SCHEMA_DEFINITION, definition(MAX_FIELDS + 1)))
        .map(SchemaViolation::fault)
        .contains(SchemaFault.DEFINITION_FIELDS);
  }

  @Test
  void everyRuleHasAVector() {
    JsonNode vectors = Vectors.read("schema_checks.json");
    Set<SchemaFault> seen = EnumSet.of(SchemaFault.BLOB_PIECE_DATA, SchemaFault.DEFINITION_FIELDS);
    for (String part : List.of("application", "system")) {
      for (JsonNode vector : vectors.get(part)) {
        if (vector.has("fault")) {
          seen.add(SchemaFault.valueOf(vector.get("fault").asText()));
        }
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(SchemaFault.values());
  }

  @Test
  void everyOperationOfTheLogsFitsItsSchema() throws MalformedException {
    for (String log : List.of("log_081.json", "log_060.json")) {
      JsonNode entries = Vectors.read(log).get("entries");
      Map<String, FieldType> fields = new HashMap<>();
      for (Map.Entry<String, JsonNode> field : entries.get(0).get("fieldsInput").properties()) {
        fields.put(field.getKey(), type(field.getValue().get("type").asText()));
      }
      Schema schema =
          new Schema(SchemaId.parse(Vectors.read(log).get("schemaId").asText()), "", fields);
      for (JsonNode entry : entries) {
        assertThat(OperationCheck.check(schema, operation(entry)))
            .as(log + ' ' + entry.get("seqNum"))
            .isEmpty();
      }
    }
  }

  @Test
  void createWithoutAnyByteStringMayWriteRelationsAsText() throws MalformedException {
    String id = Vectors.read("log_081.json").get("documentId").asText();
    SchemaId schemaId = SchemaId.parse("related_" + id);
    Schema schema = new Schema(schemaId, "", Map.of("r", type("relation")));
    assertThat(
            OperationCheck.check(
                schema, Operation.create(schemaId, Map.of("r", new PlainValue.Str(id)))))
        .isEmpty();
  }

  private static void assertVerdict(Schema schema, JsonNode vector) throws MalformedException {
    String label = vector.get("label").asText();
    Optional<SchemaViolation> violation = OperationCheck.check(schema, operation(vector));
    if (!vector.has("fault")) {
      assertThat(violation).as(label).isEmpty();
      return;
    }
    assertThat(violation.map(SchemaViolation::fault))
        .as(label)
        .contains(SchemaFault.valueOf(vector.get("fault").asText()));
    if (!vector.get("message").isNull()) {
      assertThat(violation.map(SchemaViolation::message))
          .as(label)
          .contains(vector.get("message").asText());
    }
  }

  private static Schema schema(JsonNode vectors) throws MalformedException {
    Map<String, FieldType> fields = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : vectors.get("fieldTypes").properties()) {
      fields.put(field.getKey(), FieldType.parse(field.getValue().asText()));
    }
    return new Schema(SchemaId.parse(vectors.get("schemaId").asText()), "", fields);
  }

  private static FieldType type(String name) throws MalformedException {
    return FieldType.parse(name.contains("relation") ? name + "(blob_v1)" : name);
  }

  private static Operation operation(JsonNode vector) throws MalformedException {
    return OperationDecoder.decode(EncodedOperation.parse(vector.get("operation").asText()));
  }

  private static Operation piece(int size) {
    return Operation.create(
        SchemaId.BLOB_PIECE, Map.of("data", new PlainValue.Bytes(new byte[size])));
  }

  private static Operation definition(int fields) {
    PlainValue views =
        new PlainValue.HashLists(Collections.nCopies(fields, List.of(Hash.of(new byte[0]))));
    return Operation.update(
        SchemaId.SCHEMA_DEFINITION,
        DocumentViewId.of(Hash.of(new byte[0])),
        Map.of("fields", views));
  }
}
