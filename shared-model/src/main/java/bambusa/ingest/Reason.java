package bambusa.ingest;

/**
 * Why an entry is refused. In the order of replication.md 6; those of publishing alone come last.
 */
public enum Reason {
  /** The bytes are no entry (p2panda.md 1.6). */
  MALFORMED_ENTRY,
  /** The entry came without its operation. */
  OPERATION_MISSING,
  /** The payload hash is of something else. */
  WRONG_PAYLOAD_HASH,
  /** The payload has another size than the author signed. */
  WRONG_PAYLOAD_SIZE,
  /** The bytes are no operation (p2panda.md 2.6). */
  MALFORMED_OPERATION,
  INVALID_SIGNATURE,
  /** The log was forked, and ends before this entry (replication.md 7). */
  LOG_ENDED,
  WRONG_BACKLINK,
  WRONG_SKIPLINK,
  /** The schema's definition does not make a schema (p2panda.md 3.4). */
  INVALID_SCHEMA,
  /** The operation does not fit its schema (p2panda.md 2.6, 3.4). */
  SCHEMA_VIOLATION,
  /** An operation in {@code previous} has another schema. */
  PREVIOUS_OF_OTHER_SCHEMA,
  /** The operations in {@code previous} belong to several documents. */
  PREVIOUS_OF_SEVERAL_DOCUMENTS,
  /** The log holds the operations of another document. */
  WRONG_DOCUMENT,
  /** Neither the target set nor a request named the document. */
  NOT_ASKED_FOR,
  /** The node does not accept the document: by its schema or owner, or because its host says so. */
  NOT_ACCEPTED,
  /** Publishing: not the next entry of its log. */
  WRONG_SEQ_NUM,
  /** Publishing: an operation in {@code previous} is not stored. */
  PREVIOUS_NOT_FOUND,
  /** Publishing: the node does not know the schema. */
  SCHEMA_NOT_FOUND,
  /** Publishing: the document is deleted (p2panda.md 1.7, step 12). */
  DOCUMENT_DELETED,
  /** Publishing: the author has another log for the document (p2panda.md 1.7, step 13a). */
  WRONG_LOG,
  /** Publishing: nothing could follow (p2panda.md 1.7, step 14). */
  MAX_SEQ_NUM
}
