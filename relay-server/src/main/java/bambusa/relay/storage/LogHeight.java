package bambusa.relay.storage;

import bambusa.log.LogKey;
import bambusa.log.SeqNum;

/**
 * A log and its newest sequence number.
 *
 * @param tag of the newest entry's hash; 0 where it was not looked at
 */
public record LogHeight(LogKey log, SeqNum height, long tag) {

  /** A log whose newest entry was not looked at. */
  public LogHeight(LogKey log, SeqNum height) {
    this(log, height, 0);
  }

  /** The same as replication tells it. */
  public bambusa.replication.LogHeight told() {
    // replication.md 2 knows no tags, neither in heights nor in fingerprints.
    return new bambusa.replication.LogHeight(log, height.value(), 0);
  }
}
