package bambusa.operation;

import bambusa.bytes.Utf8;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an author does to a document (p2panda.md 2.1): a CREATE has fields, an UPDATE previous and
 * fields, a DELETE previous. Well-formed, but not yet held against its schema.
 */
public final class Operation {

  private final Action action;
  private final SchemaId schemaId;
  private final @Nullable DocumentViewId previous;
  private final Map<String, PlainValue> fields;
  private final OperationEncoding encoding;

  /** Owns the fields, which are in order. */
  Operation(
      Action action,
      SchemaId schemaId,
      @Nullable DocumentViewId previous,
      SortedMap<String, PlainValue> fields,
      OperationEncoding encoding) {
    this.action = action;
    this.schemaId = schemaId;
    this.previous = previous;
    this.fields = Collections.unmodifiableMap(fields);
    this.encoding = encoding;
  }

  public static Operation create(SchemaId schemaId, Map<String, PlainValue> fields) {
    return new Operation(Action.CREATE, schemaId, null, sorted(fields), OperationEncoding.E3);
  }

  public static Operation update(
      SchemaId schemaId, DocumentViewId previous, Map<String, PlainValue> fields) {
    return new Operation(Action.UPDATE, schemaId, previous, sorted(fields), OperationEncoding.E3);
  }

  public static Operation delete(SchemaId schemaId, DocumentViewId previous) {
    return new Operation(Action.DELETE, schemaId, previous, sorted(Map.of()), OperationEncoding.E3);
  }

  private static SortedMap<String, PlainValue> sorted(Map<String, PlainValue> fields) {
    SortedMap<String, PlainValue> sorted = new TreeMap<>(Utf8.ORDER);
    sorted.putAll(fields);
    return sorted;
  }

  public Action action() {
    return action;
  }

  public SchemaId schemaId() {
    return schemaId;
  }

  /** The tips of the document that the author knew; a CREATE has none. */
  public Optional<DocumentViewId> previous() {
    return Optional.ofNullable(previous);
  }

  /** By name, in the order of their UTF-8 bytes; empty for a DELETE. */
  public Map<String, PlainValue> fields() {
    return fields;
  }

  /** How the bytes wrote hashes; E3 when there were none. */
  public OperationEncoding encoding() {
    return encoding;
  }

  /** Equal when they say the same, in whichever encoding they came. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Operation operation
        && action == operation.action
        && schemaId.equals(operation.schemaId)
        && Objects.equals(previous, operation.previous)
        && fields.equals(operation.fields);
  }

  @Override
  public int hashCode() {
    return Objects.hash(action.name(), schemaId, previous, fields);
  }

  @Override
  public String toString() {
    return action + " " + schemaId + " previous " + previous + " fields " + fields;
  }
}
