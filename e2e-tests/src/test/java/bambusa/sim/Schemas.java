package bambusa.sim;

import bambusa.crypto.Hash;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Operations that define schemas of one field, and those that follow them. */
final class Schemas {

  private Schemas() {}

  static Operation field(String name) {
    return Operation.create(
        SchemaId.SCHEMA_FIELD_DEFINITION,
        Map.of("name", new PlainValue.Str(name), "type", new PlainValue.Str("str")));
  }

  static Operation definition(String name, Hash field) {
    return Operation.create(
        SchemaId.SCHEMA_DEFINITION,
        Map.of(
            "name",
            new PlainValue.Str(name),
            "description",
            new PlainValue.Str("of the simulator"),
            "fields",
            new PlainValue.HashLists(List.of(List.of(field)))));
  }

  static SchemaId id(String name, Hash definition) {
    return SchemaId.application(name, DocumentViewId.of(definition));
  }

  static Map<String, PlainValue> text(String text) {
    return Map.of("name", new PlainValue.Str(text));
  }

  /** The documents a definition takes its fields from. */
  static List<Hash> fieldsOf(Operation definition) {
    List<Hash> fields = new ArrayList<>();
    if (definition.fields().get("fields") instanceof PlainValue.HashLists views) {
      views.values().forEach(fields::addAll);
    }
    return fields;
  }
}
