package bambusa.relay.limits;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The limits of one relay.
 *
 * @param values of every limit; made from those that are not as by default
 */
public record Limits(Map<Limit, Long> values) {

  /** Those of a relay in the open. */
  public static final Limits DEFAULT = new Limits(Map.of());

  /** The defaults, but for what is given. */
  public Limits {
    Map<Limit, Long> all = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      long value = values.getOrDefault(limit, limit.byDefault());
      if (value < limit.least()) {
        throw new IllegalArgumentException(limit.key() + " must be at least " + limit.least());
      }
      all.put(limit, value);
    }
    values = Collections.unmodifiableMap(all);
  }

  public long of(Limit limit) {
    return values.getOrDefault(limit, limit.byDefault());
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
