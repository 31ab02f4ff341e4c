package bambusa.relay.graphql;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts the bytes of answers that wait in memory until clients take them. While there are many, no
 * further large answer is made: it would only be thrown away. Used by any thread.
 */
public final class UnreadAnswers {

  /**
   * Once so much of all that may wait does, none but small answers are added. What waits long is
   * copied by every collection of garbage until it counts as old, and that delays everybody.
   */
  private static final int SHARE_OF_LARGE = 4;

  private static final int SHARE_OF_ONE = 16;

  private final long maxBytes;
  private final Map<String, Long> askers = new HashMap<>();
  private long bytes;

  UnreadAnswers(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Whether there is room; if so it is taken, and must be given back. */
  public synchronized boolean take(String asker, int size) {
    if (size > maxBytes - bytes) {
      return false;
    }
    bytes += size;
    askers.merge(asker, (long) size, Long::sum);
    return true;
  }

  public synchronized void giveBack(String asker, int size) {
    bytes -= size;
    askers.computeIfPresent(asker, (same, own) -> own == size ? null : own - size);
  }

  /** What waits at the moment. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Whether a large answer would have to wait for others to be read first. */
  synchronized boolean areMany(String asker) {
    return bytes > maxBytes / SHARE_OF_LARGE
        || askers.getOrDefault(asker, 0L) > maxBytes / SHARE_OF_ONE;
  }
}
