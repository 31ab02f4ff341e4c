package bambusa.schema;

import bambusa.operation.Action;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether an operation fits its schema (p2panda.md 2.6, second table, and 3.4). Depends on the two
 * alone: whether related documents exist is not checked here nor anywhere.
 */
public final class OperationCheck {

  private OperationCheck() {}

  /** The first rule that the operation breaks, or nothing. */
  public static Optional<SchemaViolation> check(Schema schema, Operation operation) {
    if (!operation.schemaId().equals(schema.id())) {
      return Optional.of(
          new SchemaViolation(
              SchemaFault.WRONG_SCHEMA,
              "operation schema id not matching with given schema: "
                  + operation.schemaId()
                  + ", expected: "
                  + schema.id()));
    }
    SchemaViolation violation = checkFields(schema, operation);
    return Optional.ofNullable(violation != null ? violation : SystemSchemaCheck.check(operation));
  }

  private static @Nullable SchemaViolation checkFields(Schema schema, Operation operation) {
    ValueCheck values = ValueCheck.of(operation);
    return operation.action() == Action.CREATE
        ? checkAllFields(schema, operation, values)
        : checkGivenFields(schema, operation, values);
  }

  /** "Both lists are sorted and compared pairwise", so the first divergence is what is told. */
  private static @Nullable SchemaViolation checkAllFields(
      Schema schema, Operation operation, ValueCheck values) {
    Iterator<Map.Entry<String, PlainValue>> given = operation.fields().entrySet().iterator();
    for (Map.Entry<String, FieldType> wanted : schema.fields().entrySet()) {
      FieldType type = wanted.getValue();
      if (!given.hasNext()) {
        return new SchemaViolation(
            SchemaFault.MISSING_FIELD,
            "missing required field: '" + wanted.getKey() + "' of type " + type);
      }
      Map.Entry<String, PlainValue> field = given.next();
      if (!field.getKey().equals(wanted.getKey())) {
        return mismatch(
            SchemaFault.FIELD_NAME,
            field.getKey(),
            "expected field name '" + wanted.getKey() + "'");
      }
      SchemaViolation violation = values.check(field.getKey(), type, field.getValue());
      if (violation != null) {
        return violation;
      }
    }
    List<String> unexpected = new ArrayList<>();
    given.forEachRemaining(field -> unexpected.add(field.getKey()));
    return unexpected(unexpected);
  }

  private static @Nullable SchemaViolation checkGivenFields(
      Schema schema, Operation operation, ValueCheck values) {
    List<String> unexpected = new ArrayList<>();
    for (Map.Entry<String, PlainValue> field : operation.fields().entrySet()) {
      String name = field.getKey();
      FieldType type = schema.fields().get(name);
      if (type == null) {
        unexpected.add(name);
        continue;
      }
      SchemaViolation violation = values.check(name, type, field.getValue());
      if (violation != null) {
        return violation;
      }
    }
    return unexpected(unexpected);
  }

  private static @Nullable SchemaViolation unexpected(List<String> names) {
    return names.isEmpty()
        ? null
        : new SchemaViolation(
            SchemaFault.UNEXPECTED_FIELDS,
            "unexpected fields found: '" + String.join("', '", names) + "'");
  }

  static SchemaViolation mismatch(SchemaFault fault, String field, String message) {
    return new SchemaViolation(fault, "field '" + field + "' does not match schema: " + message);
  }
}
