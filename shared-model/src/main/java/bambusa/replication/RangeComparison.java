package bambusa.replication;

import bambusa.log.LogKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the logs of which a peer holds more than we do, without listing either store
 * (replication.md 2, "logRanges"). Ask {@link #next}, give the answer to {@link #answered}, until
 * nothing is left to ask.
 */
public final class RangeComparison {

  /** The comparison of 10^18 logs, all different, would take fewer. */
  private static final int MAX_ROUNDS = 64;

  private final LogIndex own;
  private final List<LogHeight> ahead = new ArrayList<>();
  private List<LogRange.Asked> next;
  private int rounds;

  /** Compares with what we hold of the same target set. */
  public RangeComparison(LogIndex own) {
    this.own = own;
    this.next =
        List.of(new LogRange.Asked(LogBound.LOWEST, null, own.fingerprint(LogBound.LOWEST, null)));
  }

  /** What to ask in the next round; empty when all differences are known. */
  public List<LogRange.Asked> next() {
    return next;
  }

  /** The logs of which the peer holds more, with the peer's heights. */
  public List<LogHeight> ahead() {
    return List.copyOf(ahead);
  }

  /** Whether there were more rounds than any honest peer needs. */
  boolean isEndless() {
    return rounds > MAX_ROUNDS;
  }

  /** Takes the peer's answer to the last round. */
  public void answered(List<LogRange> answer) {
    rounds++;
    List<LogRange.Asked> differing = new ArrayList<>();
    for (LogRange range : answer) {
      List<LogHeight> heights = range.heights();
      if (heights != null) {
        compare(range, heights);
        continue;
      }
      Fingerprint ours = own.fingerprint(range.from(), range.to());
      if (range.count() > 0 && !ours.equals(range.fingerprint())) {
        differing.add(new LogRange.Asked(range.from(), range.to(), ours));
      }
    }
    next = List.copyOf(differing);
  }

  private void compare(LogRange range, List<LogHeight> theirs) {
    Map<LogKey, Long> ours = new HashMap<>();
    for (LogHeight log : own.heights(range.from(), range.to())) {
      ours.put(log.log(), log.height());
    }
    for (LogHeight log : theirs) {
      if (log.isAbove(ours.getOrDefault(log.log(), 0L))) {
        ahead.add(log);
      }
    }
  }
}
