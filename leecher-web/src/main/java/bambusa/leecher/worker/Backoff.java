package bambusa.leecher.worker;

import java.util.function.DoubleSupplier;

/**
 * How long to wait before asking a relay again: twice as long after every failure, up to a minute,
 * and not at the same moment as everybody else.
 */
final class Backoff {

  static final int FIRST_MILLIS = 1_000;
  static final int LONGEST_MILLIS = 60_000;

  private final DoubleSupplier chance;
  private int failures;

  /** Spreads by a number from 0 to below 1. */
  Backoff(DoubleSupplier chance) {
    this.chance = chance;
  }

  /** Counts a failure and tells how long to wait: from half of the full time to all of it. */
  int failed() {
    int full = FIRST_MILLIS;
    for (int i = 0; i < failures && full < LONGEST_MILLIS; i++) {
      full = Math.min(LONGEST_MILLIS, 2 * full);
    }
    failures++;
    return (int) (full * (1 + chance.getAsDouble()) / 2);
  }

  void succeeded() {
    failures = 0;
  }
}
