package bambusa.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.operation.DocumentViewId;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaBuilderTest {

  private static final Hash FIRST = Hash.of(new byte[] {1});
  private static final Hash SECOND = Hash.of(new byte[] {2});
  private static final SchemaId ID =
      SchemaId.application("chat", DocumentViewId.of(Hash.of(new byte[] {0})));
  private static final PlainValue FIELDS =
      new PlainValue.HashLists(List.of(List.of(FIRST), List.of(SECOND)));

  @Test
  void schemaIsNamedAndDescribedByItsDefinition() throws MalformedException {
    SchemaBuilder builder = new SchemaBuilder(ID, definition("chat", FIELDS));
    assertThat(builder.fieldViews())
        .containsExactly(DocumentViewId.of(FIRST), DocumentViewId.of(SECOND));
    Schema schema =
        builder.build(Map.of(view(FIRST), field("b", "str"), view(SECOND), field("a", "int")));
    assertThat(schema.id()).isEqualTo(ID);
    assertThat(schema.description()).isEqualTo("Messages");
    assertThat(schema.fields()).hasToString("{a=int, b=str}");
  }

  @Test
  void definitionOfAnotherNameIsRefused() {
    assertRefused("that of 'talk'", definition("talk", FIELDS));
  }

  @Test
  void definitionWithoutFieldsIsRefused() {
    assertRefused("one or more fields", definition("chat", new PlainValue.Hashes(List.of())));
  }

  @Test
  void definitionThatLacksAValueOrHoldsAnotherKindIsRefused() {
    assertRefused("'name'", Map.of());
    assertRefused("pinned views", definition("chat", new PlainValue.Int(1)));
    assertRefused("pinned views", definition("chat", new PlainValue.Hashes(List.of(FIRST))));
    assertRefused("sorted", definition("chat", new PlainValue.HashLists(List.of(List.of()))));
    Map<String, PlainValue> undescribed = new HashMap<>(definition("chat", FIELDS));
    undescribed.remove("description");
    assertRefused("'description'", undescribed);
  }

  @Test
  void pinnedFieldMustBeThere() {
    assertRefused(
        Map.of(view(FIRST), field("a", "str")), "expected the field definition " + SECOND);
  }

  @Test
  void fieldsBeyondThosePinnedAreRefused() {
    assertRefused(
        Map.of(
            view(FIRST),
            field("a", "str"),
            view(SECOND),
            field("b", "str"),
            view(ID.definition().orElseThrow().operationIds().get(0)),
            field("c", "str")),
        "expected 2 field definitions, got 3");
  }

  @Test
  void namesAreUniqueEvenIfNotAdjacent() {
    assertRefused(
        Map.of(view(FIRST), field("a", "str"), view(SECOND), field("a", "int")), "'a' twice");
  }

  @Test
  void malformedFieldDefinitionsAreRefused() {
    assertRefused(
        Map.of(view(FIRST), field("1", "str"), view(SECOND), field("b", "str")), "field name");
    assertRefused(
        Map.of(view(FIRST), field("a", "foo(blob_v1)"), view(SECOND), field("b", "str")), "'foo'");
    assertRefused(
        Map.of(
            view(FIRST), Map.of("name", new PlainValue.Str("a")), view(SECOND), field("b", "str")),
        "'type'");
  }

  private static void assertRefused(String reason, Map<String, PlainValue> definition) {
    assertThatThrownBy(() -> new SchemaBuilder(ID, definition))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(reason);
  }

  private static void assertRefused(
      Map<DocumentViewId, Map<String, PlainValue>> fields, String reason) {
    assertThatThrownBy(() -> new SchemaBuilder(ID, definition("chat", FIELDS)).build(fields))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(reason);
  }

  private static Map<String, PlainValue> definition(String name, PlainValue fields) {
    return Map.of(
        "name",
        new PlainValue.Str(name),
        "description",
        new PlainValue.Str("Messages"),
        "fields",
        fields);
  }

  private static Map<String, PlainValue> field(String name, String type) {
    return Map.of("name", new PlainValue.Str(name), "type", new PlainValue.Str(type));
  }

  private static DocumentViewId view(Hash operationId) {
    return DocumentViewId.of(operationId);
  }
}
