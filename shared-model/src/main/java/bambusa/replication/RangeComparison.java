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

  /** Half of what is listed at once, since the peer may hold more than we do. */
  private static final int LISTED_LOGS = LogIndex.MAX_LISTED_LOGS / 2;

  private static final int MAX_PARTS = 4;

  /** With more ranges that differ, listing their logs will cost most anyway. */
  private static final int MAX_SPLIT = 50;

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
    List<LogRange> differing = new ArrayList<>();
    for (LogRange range : answer) {
      List<LogHeight> heights = range.heights();
      if (heights != null) {
        compare(range, heights);
        continue;
      }
      Fingerprint ours = own.fingerprint(range.from(), range.to());
      boolean empty = range.fingerprint().equals(Fingerprint.ZERO);
      if (!empty && !ours.equals(range.fingerprint())) {
        differing.add(range);
      }
    }
    List<LogRange.Asked> asked = new ArrayList<>();
    for (LogRange range : differing) {
      long count = own.count(range.from(), range.to());
      int parts = differing.size() > MAX_SPLIT ? 1 : parts(count);
      asked.addAll(own.split(range.from(), range.to(), parts));
    }
    next = List.copyOf(asked);
  }

  /**
   * Into how many parts to ask for a range that differs. A part that is equal costs its fingerprint
   * once, in the request; where the peer divides it costs sixteen, in the answer. So small ranges
   * are cut down to what is listed at once, and large ones to what the peer divides well.
   */
  private static int parts(long count) {
    if (count <= LISTED_LOGS * LogIndex.SUB_RANGES) {
      return (int) Math.max(1, (count + LISTED_LOGS - 1) / LISTED_LOGS);
    }
    return (int) Math.min(MAX_PARTS, 1 + count / (LISTED_LOGS * MAX_PARTS * LogIndex.SUB_RANGES));
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
