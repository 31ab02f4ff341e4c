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

  private final LogIndex own;
  private final List<LogHeight> ahead = new ArrayList<>();
  private List<LogRange.Asked> next;

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

  /** Takes the peer's answer to the last round. */
  public void answered(List<LogRange> answer) {
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
    Map<LogKey, LogHeight> ours = new HashMap<>();
    for (LogHeight log : own.heights(range.from(), range.to())) {
      ours.put(log.log(), log);
    }
    for (LogHeight log : theirs) {
      if (log.isAheadOf(ours.getOrDefault(log.log(), new LogHeight(log.log(), 0)))) {
        ahead.add(log);
      }
    }
  }
}
