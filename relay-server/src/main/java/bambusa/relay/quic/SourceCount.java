package bambusa.relay.quic;

import java.util.HashMap;
import java.util.Map;

/** Counts what each asker and all together hold, up to limits. Any thread may call. */
final class SourceCount {

  private final int maxPerSource;
  private final int maxInAll;
  private final Map<String, Integer> held = new HashMap<>();
  private int all;

  SourceCount(int maxPerSource, int maxInAll) {
    this.maxPerSource = maxPerSource;
    this.maxInAll = maxInAll;
  }

  /** One more, unless that were too many. */
  synchronized boolean enter(String source) {
    int own = held.getOrDefault(source, 0);
    if (own >= maxPerSource || all >= maxInAll) {
      return false;
    }
    held.put(source, own + 1);
    all++;
    return true;
  }

  /** Of all together. */
  synchronized int inAll() {
    return all;
  }

  synchronized void leave(String source) {
    held.computeIfPresent(source, (s, own) -> own == 1 ? null : own - 1);
    all--;
  }
}
