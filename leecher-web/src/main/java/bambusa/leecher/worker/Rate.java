package bambusa.leecher.worker;

import java.util.ArrayDeque;
import java.util.Deque;

/** Entries per second over the last few seconds. */
final class Rate {

  private static final double WINDOW_MILLIS = 3_000;

  /** So soon after the first entries a rate means little. */
  private static final double SHORTEST_MILLIS = 250;

  private final Deque<Stored> recent = new ArrayDeque<>();
  private double since = -1;

  private record Stored(double at, int entries) {}

  void stored(int entries, double now) {
    if (recent.isEmpty()) {
      since = now;
    }
    recent.add(new Stored(now, entries));
  }

  double perSecond(double now) {
    while (!recent.isEmpty() && recent.peek().at() < now - WINDOW_MILLIS) {
      since = recent.remove().at();
    }
    if (recent.isEmpty()) {
      return 0;
    }
    long entries = 0;
    for (Stored stored : recent) {
      entries += stored.entries();
    }
    return 1_000 * entries / Math.max(SHORTEST_MILLIS, now - since);
  }
}
