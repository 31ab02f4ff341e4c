package bambusa.replication;

import bambusa.bytes.MalformedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the ranges of an answer begin, told by where they end: the first of those that fill an
 * asked range begins where that does, each further one where the one before ends. So the beginnings
 * need not travel.
 */
final class RangeBounds {

  private final List<LogRange.Asked> asked;
  private int at;
  private @Nullable LogBound reached;

  /** The asked ranges, in order. */
  RangeBounds(List<LogRange.Asked> asked) {
    this.asked = asked;
  }

  /**
   * Where the next range begins.
   *
   * @param to where it ends; null for the very end
   * @throws MalformedException when it belongs to no asked range
   */
  LogBound beginningOf(@Nullable LogBound to) throws MalformedException {
    while (at < asked.size() && isBehind(to, asked.get(at).to())) {
      at++;
      reached = null;
    }
    LogBound from = reached == null && at < asked.size() ? asked.get(at).from() : reached;
    // Equal bounds are those of a range of no log.
    if (from == null || to != null && to.compareTo(from) < 0) {
      throw new MalformedException("expected ranges that were asked for, got one up to " + to);
    }
    reached = to;
    return from;
  }

  private static boolean isBehind(@Nullable LogBound to, @Nullable LogBound end) {
    return end != null && (to == null || to.compareTo(end) > 0);
  }
}
