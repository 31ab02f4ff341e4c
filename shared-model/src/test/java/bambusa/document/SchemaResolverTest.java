package bambusa.document;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import bambusa.schema.OperationCheck;
import bambusa.schema.Schema;
import bambusa.schema.SchemaResolution;
import bambusa.schema.SchemaResolution.Invalid;
import bambusa.schema.SchemaResolution.Missing;
import bambusa.schema.SchemaResolution.Resolved;
import bambusa.schema.SystemSchemas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaResolverTest {

  private static final Hash NAME_FIELD = Graphs.id('1');
  private static final Hash AGE_FIELD = Graphs.id('2');
  private static final Hash DEFINITION = Graphs.id('3');
  private static final Hash EDIT = Graphs.id('4');
  private static final Hash OTHER_EDIT = Graphs.id('5');

  @Test
  void schemaOfTheScenarioIsFoundAndAllItsOperationsFit() throws MalformedException {
    Scenario scenario = new Scenario();
    Schema schema = resolved(scenario.schemaId(), scenario.operations());
    assertThat(schema.description()).isEqualTo("Chat messages");
    assertThat(schema.fields())
        .hasToString(
            "{message=str, ratio=float, stars=int, tags=relation_list(schema_field_definition_v1)}");
    int checked = 0;
    for (Operation operation : scenario.operations().values()) {
      if (operation.schemaId().equals(schema.id())) {
        assertThat(OperationCheck.check(schema, operation)).isEmpty();
        checked++;
      }
    }
    assertThat(checked).isEqualTo(12);
  }

  @Test
  void whatIsMissingIsNamedRoundByRound() throws MalformedException {
    Scenario scenario = new Scenario();
    Map<Hash, Operation> loaded = new HashMap<>();
    SchemaResolution first = SchemaResolver.resolve(scenario.schemaId(), loaded::get);
    Set<Hash> definition =
        new HashSet<>(scenario.schemaId().definition().orElseThrow().operationIds());
    assertThat(first).isEqualTo(new Missing(definition));

    load(scenario, (Missing) first, loaded);
    SchemaResolution second = SchemaResolver.resolve(scenario.schemaId(), loaded::get);
    assertThat(((Missing) second).operationIds()).hasSize(4);

    load(scenario, (Missing) second, loaded);
    assertThat(SchemaResolver.resolve(scenario.schemaId(), loaded::get))
        .isInstanceOf(Resolved.class);
    assertThat(loaded).hasSize(5);
  }

  @Test
  void systemSchemasNeedNoOperations() throws MalformedException {
    assertThat(resolved(SchemaId.BLOB, Map.of())).isEqualTo(SystemSchemas.BLOB);
    assertThat(SchemaResolver.resolve(SchemaId.parse("blob_v2"), id -> null))
        .isEqualTo(new Invalid("no system schema blob_v2"));
  }

  @Test
  void editedDefinitionIsAnotherSchema() {
    Map<Hash, Operation> operations = definition();
    operations.put(EDIT, edit(Map.of("fields", fields(NAME_FIELD, AGE_FIELD)), DEFINITION));
    assertThat(resolved(id("person", DEFINITION), operations).fields()).containsOnlyKeys("name");
    assertThat(resolved(id("person", EDIT), operations).fields()).containsOnlyKeys("age", "name");
  }

  @Test
  void concurrentEditsOfADefinitionCountInCausalOrder() {
    Map<Hash, Operation> operations = definition();
    operations.put(EDIT, edit(Map.of("fields", fields(AGE_FIELD)), DEFINITION));
    operations.put(
        OTHER_EDIT, edit(Map.of("description", new PlainValue.Str("Other")), DEFINITION));
    Schema schema = resolved(id("person", EDIT, OTHER_EDIT), operations);
    assertThat(schema.fields()).containsOnlyKeys("age");
    assertThat(schema.description()).isEqualTo("Other");
  }

  @Test
  void onlyThePastCounts() {
    Map<Hash, Operation> operations = definition();
    Schema before = resolved(id("person", DEFINITION), operations);
    operations.put(
        EDIT, Operation.delete(SchemaId.SCHEMA_DEFINITION, DocumentViewId.of(DEFINITION)));
    operations.put(
        OTHER_EDIT,
        Operation.delete(SchemaId.SCHEMA_FIELD_DEFINITION, DocumentViewId.of(NAME_FIELD)));
    assertThat(resolved(id("person", DEFINITION), operations)).isEqualTo(before);
  }

  @Test
  void pastOfTheNamedOperationsIsNeededToo() {
    Map<Hash, Operation> operations = definition();
    operations.put(EDIT, edit(Map.of(), DEFINITION));
    operations.remove(DEFINITION);
    assertThat(SchemaResolver.resolve(id("person", EDIT), operations::get))
        .isEqualTo(new Missing(Set.of(DEFINITION)));
  }

  @Test
  void whatDefinesNoSuchSchemaIsInvalid() {
    Map<Hash, Operation> operations = definition();
    assertInvalid(id("people", DEFINITION), operations, "that of 'person'");
    assertInvalid(id("person", NAME_FIELD), operations, "to be of schema_definition_v1");
    operations.put(
        EDIT, Operation.delete(SchemaId.SCHEMA_DEFINITION, DocumentViewId.of(DEFINITION)));
    assertInvalid(id("person", EDIT), operations, "is deleted");
    operations.put(EDIT, operations.get(DEFINITION));
    assertInvalid(id("person", DEFINITION, EDIT), operations, "multiple CREATE");
    operations.put(EDIT, edit(Map.of("fields", fields()), DEFINITION));
    assertInvalid(id("person", EDIT), operations, "one or more fields");
    operations.put(EDIT, edit(Map.of("fields", fields(DEFINITION)), DEFINITION));
    assertInvalid(id("person", EDIT), operations, "to be of schema_field_definition_v1");
    operations.put(EDIT, edit(Map.of("fields", fields(NAME_FIELD, NAME_FIELD)), DEFINITION));
    assertInvalid(id("person", EDIT), operations, "'name' twice");
  }

  private static Map<Hash, Operation> definition() {
    Map<Hash, Operation> operations = new HashMap<>();
    operations.put(NAME_FIELD, field("name", "str"));
    operations.put(AGE_FIELD, field("age", "int"));
    operations.put(
        DEFINITION,
        Operation.create(
            SchemaId.SCHEMA_DEFINITION,
            Map.of(
                "name", new PlainValue.Str("person"),
                "description", new PlainValue.Str(""),
                "fields", fields(NAME_FIELD))));
    return operations;
  }

  private static Operation field(String name, String type) {
    return Operation.create(
        SchemaId.SCHEMA_FIELD_DEFINITION,
        Map.of("name", new PlainValue.Str(name), "type", new PlainValue.Str(type)));
  }

  private static Operation edit(Map<String, PlainValue> fields, Hash previous) {
    return Operation.update(SchemaId.SCHEMA_DEFINITION, DocumentViewId.of(previous), fields);
  }

  private static PlainValue fields(Hash... operationIds) {
    if (operationIds.length == 0) {
      return new PlainValue.Hashes(List.of());
    }
    List<List<Hash>> views = new ArrayList<>();
    for (Hash id : operationIds) {
      views.add(List.of(id));
    }
    return new PlainValue.HashLists(views);
  }

  private static SchemaId id(String name, Hash... definition) {
    return SchemaId.application(name, DocumentViewId.ofTips(List.of(definition)));
  }

  private static Schema resolved(SchemaId id, Map<Hash, Operation> operations) {
    SchemaResolution resolution = SchemaResolver.resolve(id, operations::get);
    assertThat(resolution).isInstanceOf(Resolved.class);
    return ((Resolved) resolution).schema();
  }

  private static void assertInvalid(SchemaId id, Map<Hash, Operation> operations, String reason) {
    SchemaResolution resolution = SchemaResolver.resolve(id, operations::get);
    assertThat(resolution).isInstanceOf(Invalid.class);
    assertThat(((Invalid) resolution).reason()).contains(reason);
  }

  private static void load(Scenario scenario, Missing missing, Map<Hash, Operation> loaded) {
    for (Hash id : missing.operationIds()) {
      loaded.put(id, scenario.operations().get(id));
    }
  }
}
