package bambusa.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.bytes.MalformedException;
import bambusa.operation.SchemaId;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldTypeTest {

  @Test
  void everyTypeIsReadFromItsText() throws MalformedException {
    for (FieldType.Basic basic : FieldType.Basic.values()) {
      assertThat(FieldType.parse(basic.toString())).isEqualTo(basic);
    }
    for (RelationKind kind : RelationKind.values()) {
      FieldType type = new FieldType.Relation(kind, SchemaId.BLOB);
      assertThat(FieldType.parse(type.toString())).isEqualTo(type);
    }
    assertThat(FieldType.parse("pinned_relation_list(schema_field_definition_v1)"))
        .isEqualTo(
            new FieldType.Relation(
                RelationKind.PINNED_RELATION_LIST, SchemaId.SCHEMA_FIELD_DEFINITION));
  }

  @Test
  void everythingElseIsRefused() {
    for (String text :
        List.of(
            "",
            "Str",
            " str",
            "relation",
            "relation(",
            "relation)",
            "(blob_v1)",
            "foo(blob_v1)",
            "relation(str)")) {
      assertThatThrownBy(() -> FieldType.parse(text))
          .as(text)
          .isInstanceOf(MalformedException.class);
    }
  }
}
