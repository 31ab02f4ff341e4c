package bambusa.schema;

/**
 * Why an operation does not fit its schema: the second table of p2panda.md 2.6, then the one of
 * 3.4.
 */
public enum SchemaFault {
  WRONG_SCHEMA,
  /** A CREATE has another field than the schema at the first place where they differ. */
  FIELD_NAME,
  MISSING_FIELD,
  UNEXPECTED_FIELDS,
  FIELD_TYPE,
  /** A relation that is no hash. */
  RELATION,
  /** A pinned view id that is empty or not ascending. */
  PINNED_RELATION,
  DEFINITION_NAME,
  DEFINITION_DESCRIPTION,
  DEFINITION_FIELDS,
  FIELD_DEFINITION_NAME,
  FIELD_DEFINITION_TYPE,
  BLOB_MIME_TYPE,
  BLOB_PIECES,
  BLOB_PIECE_DATA
}
