package bambusa.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

final class SteadyClockTest {

  private long now;

  @Test
  void clockShowsWhatHasPassedWhateverTheTimeOfDayDoes() {
    LongSupplier clock = SteadyClock.millis(1_000, () -> now);
    assertThat(clock.getAsLong()).isEqualTo(1_000);
    now += TimeUnit.SECONDS.toNanos(3);
    assertThat(clock.getAsLong()).isEqualTo(4_000);
  }
}
