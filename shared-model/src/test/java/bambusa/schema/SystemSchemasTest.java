package bambusa.schema;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.bytes.MalformedException;
import bambusa.operation.SchemaId;
import org.junit.jupiter.api.Test;

class SystemSchemasTest {

  @Test
  void fieldsAreThoseOfTheSpecification() {
    assertThat(SystemSchemas.SCHEMA_DEFINITION.fields())
        .hasToString(
            "{description=str, fields=pinned_relation_list(schema_field_definition_v1), name=str}");
    assertThat(SystemSchemas.SCHEMA_FIELD_DEFINITION.fields()).hasToString("{name=str, type=str}");
    assertThat(SystemSchemas.BLOB.fields())
        .hasToString("{length=int, mime_type=str, pieces=pinned_relation_list(blob_piece_v1)}");
    assertThat(SystemSchemas.BLOB_PIECE.fields()).hasToString("{data=bytes}");
  }

  @Test
  void onlyFirstVersionsAreDefined() throws MalformedException {
    assertThat(SystemSchemas.find(SchemaId.parse("blob_v1"))).contains(SystemSchemas.BLOB);
    assertThat(SystemSchemas.find(SchemaId.parse("blob_v2"))).isEmpty();
    assertThat(SystemSchemas.find(SchemaId.parse("blob_v0"))).isEmpty();
  }
}
