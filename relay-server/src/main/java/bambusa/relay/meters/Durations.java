package bambusa.relay.meters;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** How long something took, as a histogram. Any thread may call. */
public final class Durations {

  private static final double[] BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Double.POSITIVE_INFINITY
  };

  private final LongAdder[] counts = new LongAdder[BOUNDS.length];
  private final LongAdder nanos = new LongAdder();

  public Durations() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  /** Once more, for so long. */
  public void add(long took) {
    double seconds = (double) took / TimeUnit.SECONDS.toNanos(1);
    int i = 0;
    while (seconds > BOUNDS[i]) {
      i++;
    }
    counts[i].increment();
    nanos.add(took);
  }

  /** Upper bounds in seconds, the last one infinite. */
  public static double[] bounds() {
    return BOUNDS.clone();
  }

  /** How often it took as long as a bound, or less, but longer than the one before it. */
  public long[] counts() {
    long[] now = new long[counts.length];
    for (int i = 0; i < now.length; i++) {
      now[i] = counts[i].sum();
    }
    return now;
  }

  public double seconds() {
    return (double) nanos.sum() / TimeUnit.SECONDS.toNanos(1);
  }

  public long count() {
    long count = 0;
    for (LongAdder each : counts) {
      count += each.sum();
    }
    return count;
  }
}
