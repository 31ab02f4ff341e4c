package bambusa.relay.client;

import bambusa.operation.FieldName;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import bambusa.schema.FieldType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A schema that is not published yet, and so has no id.
 *
 * @param name begins its id
 * @param description for people, at most 256 characters
 * @param fields at least one, in the order they are to be published in
 */
public record SchemaDraft(String name, String description, Map<String, FieldType> fields) {

  private static final int MAX_DESCRIPTION = 256;

  /**
   * Checks everything that a relay would refuse.
   *
   * @throws IllegalArgumentException saying what was expected and what came
   */
  public SchemaDraft {
    if (!SchemaId.isName(name)) {
      throw new IllegalArgumentException(
          "expected a schema name of 2 to 64 letters, digits and underscores that begins with a letter"
              + " and does not end with an underscore, got '"
              + name
              + "'");
    }
    if (description.codePointCount(0, description.length()) > MAX_DESCRIPTION) {
      throw new IllegalArgumentException(
          "expected a description of at most " + MAX_DESCRIPTION + " characters");
    }
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("expected one or more fields");
    }
    for (String field : fields.keySet()) {
      if (!FieldName.isValid(field)) {
        throw new IllegalArgumentException(
            "expected a field name of 1 to 64 letters, digits and underscores that begins with a letter,"
                + " got '"
                + field
                + "'");
      }
    }
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** One CREATE per field, in order. */
  List<Operation> fieldDefinitions() {
    List<Operation> definitions = new ArrayList<>();
    for (Map.Entry<String, FieldType> field : fields.entrySet()) {
      definitions.add(
          Operation.create(
              SchemaId.SCHEMA_FIELD_DEFINITION,
              Map.of(
                  "name", new PlainValue.Str(field.getKey()),
                  "type", new PlainValue.Str(field.getValue().toString()))));
    }
    return definitions;
  }
}
