package bambusa.replication;

import java.util.function.DoubleSupplier;

/**
 * How long to leave a peer alone after a failure (replication.md 3, step 5): twice as long each
 * time, with jitter so that peers that failed together do not come back together. What a peer
 * refused to be honest about is forgotten slowly.
 */
final class PeerBackoff {

  private static final long FIRST_MILLIS = 500;
  private static final long MAX_MILLIS = 60_000;
  private static final long MAX_PENALTY_MILLIS = 600_000;
  private static final double JITTER = 0.3;

  private final DoubleSupplier random;
  private int failures;
  private int offences;
  private long lastOffenceMillis;

  /**
   * @param random uniform in 0…1
   */
  PeerBackoff(DoubleSupplier random) {
    this.random = random;
  }

  /** The rest after a request that failed. */
  long failed() {
    return jittered(Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(failures++, 10)));
  }

  /** The rest after data that had to be refused, or an answer that no honest peer gives. */
  long refused(long nowMillis) {
    long forgiven = (nowMillis - lastOffenceMillis) / MAX_PENALTY_MILLIS;
    offences = (int) Math.max(0, offences - forgiven);
    lastOffenceMillis = nowMillis;
    return jittered(Math.min(MAX_PENALTY_MILLIS, FIRST_MILLIS << Math.min(offences++, 12)));
  }

  /** Entries came, or a round was finished; who only tells its name is not well yet. */
  void succeeded() {
    failures = 0;
  }

  private long jittered(long millis) {
    return (long) (millis * (1 - JITTER + 2 * JITTER * random.getAsDouble()));
  }
}
