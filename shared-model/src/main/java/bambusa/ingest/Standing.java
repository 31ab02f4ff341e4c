package bambusa.ingest;

/** How a stored operation stands since its log may have been forked (replication.md 7). */
public enum Standing {
  /** In its log: served everywhere. */
  KEPT,
  /**
   * At or after a fork, but in the causal past of a kept entry: counts in its document, served by
   * hash.
   */
  FORKED,
  /** At or after a fork, and nobody needs it: on disk as evidence only. */
  EVIDENCE
}
