package bambusa.replication;

import bambusa.log.LogKey;

/**
 * A log and how far it is stored.
 *
 * @param height sequence number of the newest entry, unsigned
 */
public record LogHeight(LogKey log, long height) {

  /** As it travels beside its author: {@code logId:seqNum}. */
  public String text() {
    return log.logId() + ":" + Long.toUnsignedString(height);
  }

  /** Whether more of the log is there than up to another height. */
  boolean isAbove(long other) {
    return Long.compareUnsigned(height, other) > 0;
  }
}
