package bambusa.schema;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.OperationEncoding;
import bambusa.operation.PlainValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether values of one operation fit types (p2panda.md 2.2 and 2.4). */
final class ValueCheck {

  /** E2 writes a relation as text; E3 as bytes, so text cannot be one there (p2panda.md 2.7). */
  private final boolean relationIsText;

  private ValueCheck(boolean relationIsText) {
    this.relationIsText = relationIsText;
  }

  static ValueCheck of(Operation operation) {
    return new ValueCheck(operation.encoding() == OperationEncoding.E2 || !holdsBytes(operation));
  }

  /** Whether some byte string shows the operation to be E3; without any it may be either. */
  private static boolean holdsBytes(Operation operation) {
    if (operation.previous().isPresent()) {
      return true;
    }
    for (PlainValue value : operation.fields().values()) {
      if (value instanceof PlainValue.Bytes || holdsHash(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsHash(PlainValue value) {
    if (value instanceof PlainValue.HashLists lists) {
      for (List<Hash> hashes : lists.values()) {
        if (!hashes.isEmpty()) {
          return true;
        }
      }
    }
    return value instanceof PlainValue.Hashes hashes && !hashes.values().isEmpty();
  }

  @Nullable SchemaViolation check(String field, FieldType type, PlainValue value) {
    if (!hasKindOf(type, value)) {
      return OperationCheck.mismatch(
          SchemaFault.FIELD_TYPE,
          field,
          "invalid field type '" + value.kind() + "', expected '" + type + "'");
    }
    if (!(type instanceof FieldType.Relation relation)) {
      return null;
    }
    return switch (relation.kind()) {
      case RELATION -> checkRelation(field, value);
      case RELATION_LIST -> null;
      case PINNED_RELATION -> checkPinned(field, ((PlainValue.Hashes) value).values());
      case PINNED_RELATION_LIST -> checkPinnedList(field, value);
    };
  }

  private boolean hasKindOf(FieldType type, PlainValue value) {
    if (type instanceof FieldType.Basic basic) {
      return hasKindOf(basic, value);
    }
    return switch (((FieldType.Relation) type).kind()) {
      case RELATION ->
          value instanceof PlainValue.Bytes || (relationIsText && value instanceof PlainValue.Str);
      case RELATION_LIST, PINNED_RELATION -> value instanceof PlainValue.Hashes;
      // The reference takes any list of hashes for the empty list and loses its content (p2panda.md
      // 2.6, "Defect").
      case PINNED_RELATION_LIST ->
          value instanceof PlainValue.HashLists
              || (value instanceof PlainValue.Hashes hashes && hashes.values().isEmpty());
    };
  }

  private static boolean hasKindOf(FieldType.Basic type, PlainValue value) {
    return switch (type) {
      case BOOL -> value instanceof PlainValue.Bool;
      case INT -> value instanceof PlainValue.Int;
      case FLOAT -> value instanceof PlainValue.Float;
      case STR -> value instanceof PlainValue.Str;
      case BYTES -> value instanceof PlainValue.Bytes;
    };
  }

  private static @Nullable SchemaViolation checkRelation(String field, PlainValue value) {
    try {
      if (value instanceof PlainValue.Str text) {
        Hash.parse(text.value());
      } else if (value instanceof PlainValue.Bytes bytes) {
        Hash.fromBytes(bytes.value());
      }
      return null;
    } catch (MalformedException e) {
      return OperationCheck.mismatch(SchemaFault.RELATION, field, e.getMessage());
    }
  }

  private static @Nullable SchemaViolation checkPinnedList(String field, PlainValue value) {
    if (value instanceof PlainValue.HashLists lists) {
      for (List<Hash> ids : lists.values()) {
        SchemaViolation violation = checkPinned(field, ids);
        if (violation != null) {
          return violation;
        }
      }
    }
    return null;
  }

  private static @Nullable SchemaViolation checkPinned(String field, List<Hash> ids) {
    if (ids.isEmpty()) {
      return notCanonic(field, "expected one or more operation ids");
    }
    return DocumentViewId.isAscending(ids)
        ? null
        : notCanonic(field, "expected sorted operation ids in document view id");
  }

  private static SchemaViolation notCanonic(String field, String expected) {
    return OperationCheck.mismatch(
        SchemaFault.PINNED_RELATION, field, "non-canonic document view id, " + expected);
  }
}
