package bambusa.relay;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A clock for what must happen in so many seconds: it shows the time of day of the start and from
 * then on only what has passed. The system's own may be set back by hours, and whoever rests until
 * a certain time would rest for as long.
 */
final class SteadyClock {

  private SteadyClock() {}

  /** One that begins now. */
  static LongSupplier millis() {
    return millis(System.currentTimeMillis(), System::nanoTime);
  }

  /**
   * Milliseconds since 1970, as far as they were known at the start.
   *
   * @param nanoTime a clock for intervals
   */
  static LongSupplier millis(long nowMillis, LongSupplier nanoTime) {
    long begun = nanoTime.getAsLong();
    return () -> nowMillis + TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - begun);
  }
}
