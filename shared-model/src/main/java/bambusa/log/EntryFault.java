package bambusa.log;

/**
 * Why bytes are no entry: one constant for each step of p2panda.md 1.6 that can reject, in its
 * order.
 */
public enum EntryFault {
  /** Step 1. */
  EMPTY,
  /** The tag is neither 0 nor 1; no encoder writes another (remarks to 1.6). */
  TAG,
  /** Step 2: fewer than 33 bytes, or the key is not a curve point. */
  PUBLIC_KEY,
  /** Step 3. */
  LOG_ID,
  /** Step 4. */
  SEQ_NUM,
  /** Step 5. */
  SEQ_NUM_ZERO,
  /** Step 6. */
  SKIPLINK,
  /** Step 7. */
  BACKLINK,
  /** Step 8. */
  PAYLOAD_SIZE,
  /** Step 9. */
  PAYLOAD_HASH,
  /** Step 10. */
  SIGNATURE_SIZE,
  /**
   * Bytes after the signature: the signed bytes are all but the last 64, so step 12 cannot hold.
   */
  TRAILING_BYTES,
  /** Step 11. */
  LINKS_IDENTICAL
}
