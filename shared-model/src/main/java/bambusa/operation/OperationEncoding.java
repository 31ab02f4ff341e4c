package bambusa.operation;

/** How an operation writes hashes; nothing else differs between the two (p2panda.md 2.7). */
public enum OperationEncoding {
  /** p2panda-rs 0.5 to 0.7: 68 hex digits of text. */
  E2,
  /**
   * p2panda-rs 0.8: 34 bytes. Also said of an operation that holds no hash, whose bytes are the
   * same in both.
   */
  E3
}
