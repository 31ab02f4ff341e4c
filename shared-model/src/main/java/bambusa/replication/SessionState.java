package bambusa.replication;

/** What a {@link PullSession} is about to do. */
public enum SessionState {
  ASKING_NODE,
  FEED,
  FOLLOWING_FEED,
  HEIGHTS,
  FOLLOWING_HEIGHTS,
  PROOFS,
  RANGES,
  LOGS,
  HEADS,
  MISSING,
  STANDARD,
  STORING,
  RESTING,
  /** The peer is ourselves. */
  OURSELVES
}
