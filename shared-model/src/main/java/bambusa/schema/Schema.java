package bambusa.schema;

import bambusa.bytes.Utf8;
import bambusa.operation.SchemaId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What fields the documents of a kind have. Never changes: another definition is another schema
 * with another id.
 *
 * @param id names it
 * @param description for people
 * @param fields by name, at least one, in the order of names
 */
public record Schema(SchemaId id, String description, Map<String, FieldType> fields) {

  /** Copies the fields. */
  public Schema {
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("expected one or more fields in schema " + id);
    }
    SortedMap<String, FieldType> sorted = new TreeMap<>(Utf8.ORDER);
    sorted.putAll(fields);
    fields = Collections.unmodifiableMap(sorted);
  }
}
