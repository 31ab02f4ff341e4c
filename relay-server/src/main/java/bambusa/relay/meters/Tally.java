package bambusa.relay.meters;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each of a few things happened. Their names must be ours, not a client's, since they are
 * kept for ever. Any thread may call.
 */
public final class Tally {

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /**
   * Nothing has happened.
   *
   * @param names of what is counted from the start, as zero
   */
  public Tally(String... names) {
    for (String name : names) {
      add(name, 0);
    }
  }

  /** One more. */
  public void add(String name) {
    add(name, 1);
  }

  public void add(String name, long more) {
    counts.computeIfAbsent(name, added -> new LongAdder()).add(more);
  }

  /** As of now, in the order of the names. */
  public Map<String, Long> counts() {
    Map<String, Long> now = new TreeMap<>();
    counts.forEach((name, count) -> now.put(name, count.sum()));
    return now;
  }

  public long sum() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }
}
