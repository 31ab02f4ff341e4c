package bambusa.relay.quic;

import java.util.function.DoubleSupplier;

/**
 * How long to wait between attempts to connect, as the releases of 2022 do (qp2p.md 2.1): half a
 * second, then each time half as long again, give or take three tenths. For one attempt after
 * another of one thread.
 */
final class DialBackoff {

  static final long MAX_ELAPSED_MILLIS = 30_000;

  private static final double FIRST_MILLIS = 500;
  private static final double FACTOR = 1.5;
  private static final double JITTER = 0.3;
  private static final double MAX_MILLIS = 15_000;

  private final DoubleSupplier random;
  private double delayMillis = FIRST_MILLIS;

  /** Takes its jitter from numbers between 0 and 1. */
  DialBackoff(DoubleSupplier random) {
    this.random = random;
  }

  long nextMillis() {
    double jitter = 1 + JITTER * (2 * random.getAsDouble() - 1);
    double delay = delayMillis * jitter;
    delayMillis = Math.min(MAX_MILLIS, delayMillis * FACTOR);
    return Math.round(delay);
  }
}
