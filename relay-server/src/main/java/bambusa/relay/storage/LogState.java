package bambusa.relay.storage;

/**
 * How far a log is stored.
 *
 * @param height sequence number of the newest entry in the log, 0 for none; unsigned
 * @param end the last sequence number it can have: the one before its fork, or the highest there
 *     is; unsigned
 */
public record LogState(long height, long end) {

  /** Of a log of which nothing is stored. */
  public static final LogState EMPTY = new LogState(0, -1);
}
