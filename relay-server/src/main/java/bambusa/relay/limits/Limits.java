package bambusa.relay.limits;

import java.util.Map;

/**
 * The limits of one relay.
 *
 * @param given those that its host has set; the others are as by default
 * @param heapBytes what the relay may use at most, which some defaults follow
 */
public record Limits(Map<Limit, Long> given, long heapBytes) {

  /** Those of a relay in the open that has memory enough. */
  public static final Limits DEFAULT = new Limits(Map.of());

  public Limits {
    given = Map.copyOf(given);
    given.forEach(
        (limit, value) -> {
          if (value < limit.least()) {
            throw new IllegalArgumentException(limit.key() + " must be at least " + limit.least());
          }
        });
  }

  /** Where there is memory enough. */
  public Limits(Map<Limit, Long> given) {
    this(given, Long.MAX_VALUE);
  }

  public long of(Limit limit) {
    Long set = given.get(limit);
    return set == null ? limit.byDefault(heapBytes) : set;
  }

  /** Where its value comes from, in words. */
  public String source(Limit limit) {
    if (given.containsKey(limit)) {
      return "set";
    }
    if (limit.heapBytesOfOne() == 0) {
      return "default";
    }
    return "one for each "
        + limit.heapBytesOfOne()
        + " bytes of the heap of "
        + heapBytes
        + ", at most "
        + limit.byDefault();
  }

  /** For what is counted in memory. */
  public int count(Limit limit) {
    return (int) Math.min(Integer.MAX_VALUE, of(limit));
  }

  /** Whether so much is too much; nothing is where there is no limit. */
  public boolean isReached(Limit limit, long value) {
    long bound = of(limit);
    return bound > 0 && value >= bound;
  }
}
