package bambusa.document;

/** Why operations do not make one document (p2panda.md 4.3). */
public enum GraphFault {
  /**
   * An id in previous, or in a view id, is not among the operations. More operations may heal it.
   */
  UNKNOWN_OPERATION,
  NO_CREATE,
  SEVERAL_CREATES,
  /** Impossible with real ids, which are hashes of what holds previous. */
  CYCLE,
  /** Operations of one document all carry its schema id (4.1). */
  SEVERAL_SCHEMAS,
  /**
   * The reference order alone: previous names non-tips so often that it takes the repetitions for a
   * cycle.
   */
  REPETITIONS
}
