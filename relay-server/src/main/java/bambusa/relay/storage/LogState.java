package bambusa.relay.storage;

/**
 * How far a log is stored.
 *
 * @param height sequence number of the newest entry in the log, 0 for none; unsigned
 * @param ended whether a fork ended it
 */
public record LogState(long height, boolean ended) {

  /** Of a log of which nothing is stored. */
  public static final LogState EMPTY = new LogState(0, false);
}
