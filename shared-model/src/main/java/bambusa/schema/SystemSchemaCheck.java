package bambusa.schema;

import bambusa.bytes.MalformedException;
import bambusa.operation.FieldName;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What operations of system schemas must obey beyond the types of their fields (p2panda.md 3.4).
 */
final class SystemSchemaCheck {

  private static final int MAX_DESCRIPTION_CODE_POINTS = 256;
  private static final int MAX_FIELDS = 1_024;
  private static final int MAX_PIECE_BYTES = 256_000;

  private SystemSchemaCheck() {}

  /** The types of all fields have been checked before. */
  static @Nullable SchemaViolation check(Operation operation) {
    for (Map.Entry<String, PlainValue> field : operation.fields().entrySet()) {
      SchemaFault fault = fault(operation.schemaId(), field.getKey(), field.getValue());
      if (fault != null) {
        return new SchemaViolation(
            fault, "invalid '" + operation.schemaId() + "' operation: " + message(fault));
      }
    }
    return null;
  }

  private static @Nullable SchemaFault fault(SchemaId schemaId, String field, PlainValue value) {
    if (schemaId.equals(SchemaId.SCHEMA_DEFINITION)) {
      return definitionFault(field, value);
    }
    if (schemaId.equals(SchemaId.SCHEMA_FIELD_DEFINITION)) {
      return fieldDefinitionFault(field, value);
    }
    if (schemaId.equals(SchemaId.BLOB)) {
      return blobFault(field, value);
    }
    boolean oversized = value instanceof PlainValue.Bytes bytes && bytes.size() > MAX_PIECE_BYTES;
    return schemaId.equals(SchemaId.BLOB_PIECE) && oversized ? SchemaFault.BLOB_PIECE_DATA : null;
  }

  private static @Nullable SchemaFault definitionFault(String field, PlainValue value) {
    if (value instanceof PlainValue.Str text) {
      if (field.equals(SystemFields.NAME)) {
        return SchemaId.isName(text.value()) ? null : SchemaFault.DEFINITION_NAME;
      }
      int length = text.value().codePointCount(0, text.value().length());
      return length <= MAX_DESCRIPTION_CODE_POINTS ? null : SchemaFault.DEFINITION_DESCRIPTION;
    }
    boolean tooMany =
        value instanceof PlainValue.HashLists lists && lists.values().size() > MAX_FIELDS;
    return tooMany ? SchemaFault.DEFINITION_FIELDS : null;
  }

  private static @Nullable SchemaFault fieldDefinitionFault(String field, PlainValue value) {
    String text = ((PlainValue.Str) value).value();
    if (field.equals(SystemFields.NAME)) {
      return FieldName.isValid(text) ? null : SchemaFault.FIELD_DEFINITION_NAME;
    }
    return isFieldType(text) ? null : SchemaFault.FIELD_DEFINITION_TYPE;
  }

  private static boolean isFieldType(String text) {
    try {
      FieldType.parse(text);
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  private static @Nullable SchemaFault blobFault(String field, PlainValue value) {
    if (value instanceof PlainValue.Str text) {
      return MimeType.isValid(text.value()) ? null : SchemaFault.BLOB_MIME_TYPE;
    }
    // The reference overlooks an empty array, because it looks like a list of hashes (p2panda.md
    // 3.4, "Defects").
    boolean empty = field.equals(SystemFields.PIECES) && value instanceof PlainValue.Hashes;
    return empty ? SchemaFault.BLOB_PIECES : null;
  }

  private static String message(SchemaFault fault) {
    return switch (fault) {
      case DEFINITION_NAME, FIELD_DEFINITION_NAME ->
          "'name' field in schema field definitions is wrongly formatted";
      case DEFINITION_DESCRIPTION ->
          "'description' field in schema field definitions is wrongly formatted";
      case DEFINITION_FIELDS -> "'fields' field in schema field definitions is wrongly formatted";
      case FIELD_DEFINITION_TYPE -> "'type' field in schema field definitions is wrongly formatted";
      case BLOB_MIME_TYPE -> "'mime_type' field in blob is wrongly formatted";
      case BLOB_PIECES -> "'pieces' field can not be empty";
      case BLOB_PIECE_DATA -> "'data' field in blob is over maximum allowed length";
      case WRONG_SCHEMA,
          FIELD_NAME,
          MISSING_FIELD,
          UNEXPECTED_FIELDS,
          FIELD_TYPE,
          RELATION,
          PINNED_RELATION ->
          throw new IllegalArgumentException(fault + " is no rule of system schemas");
    };
  }
}
