package bambusa.operation;

/**
 * Why bytes are no operation that we accept: one constant for each rejection of p2panda.md 2.6,
 * then one for each thing that the reference reads beyond the canonical form and we do not (2.5).
 */
public enum OperationFault {
  /** The bytes end before the operation does; also no bytes at all. */
  TRUNCATED,
  /** The outermost item is no array. */
  NOT_AN_ARRAY,
  /** A map as p2panda-rs 0.4 wrote it (2.7). */
  ENCODING_E1,
  /** The version is not the integer 1. */
  UNSUPPORTED_VERSION,
  /** The action is none of the integers 0, 1, 2. */
  UNKNOWN_ACTION,
  MISSING_VERSION,
  MISSING_ACTION,
  MISSING_SCHEMA_ID,
  MISSING_PREVIOUS,
  MISSING_FIELDS,
  /** The array goes on after what the action needs. */
  SURPLUS_ITEMS,
  SCHEMA_ID_NOT_TEXT,
  /** A rejection of 3.1, told in the message. */
  MALFORMED_SCHEMA_ID,
  /** A CREATE has an array where its fields are expected. */
  CREATE_WITH_PREVIOUS,
  /** An UPDATE or DELETE has a map where its previous is expected. */
  WITHOUT_PREVIOUS,
  PREVIOUS_NOT_AN_ARRAY,
  PREVIOUS_EMPTY,
  /** Not ascending, or one id twice. */
  PREVIOUS_NOT_ASCENDING,
  /** An operation id that is neither bytes nor text. */
  ID_NOT_A_HASH,
  /** An operation id of other than 34 bytes. */
  ID_LENGTH,
  /** An operation id that does not begin with 0020, or that is no hex. */
  ID_TYPE,
  FIELDS_NOT_A_MAP,
  FIELD_NAME_NOT_TEXT,
  FIELDS_NOT_ASCENDING,
  DUPLICATE_FIELD,
  /**
   * A value that no field type takes: null, a map, a list of anything but hashes or lists of
   * hashes.
   */
  UNREPRESENTABLE_VALUE,
  INT_OUT_OF_RANGE,
  INVALID_UTF8,
  /** A head or a simple value that CBOR does not define. */
  MALFORMED_CBOR,
  /** Hashes as text and as bytes in one operation (2.7). */
  MIXED_ENCODINGS,
  /** The reference ignores what follows the array. */
  TRAILING_BYTES,
  /** The reference reads arrays, maps and strings of indefinite length. */
  INDEFINITE_LENGTH,
  /** The reference skips most tags and reads small bignums. */
  TAG,
  /** The reference reads previous from one text with joined ids. */
  PREVIOUS_AS_TEXT,
  /** The reference reads an id from an array of integers. */
  ID_AS_INTEGERS,
  /** Not the bytes that a producer must write (2.3); refused only where asked for. */
  NOT_CANONICAL
}
