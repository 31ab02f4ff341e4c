package bambusa.leecher.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RateTest {

  private final Rate rate = new Rate();

  @Test
  void nothingStoredIsNoRate() {
    assertThat(rate.perSecond(1_000)).isZero();
  }

  @Test
  void steadyEntriesHaveASteadyRate() {
    for (int second = 0; second <= 20; second++) {
      rate.stored(500, 500.0 * second);
    }
    assertThat(rate.perSecond(10_000)).isBetween(900.0, 1_200.0);
  }

  @Test
  void oldEntriesDoNotCount() {
    rate.stored(500, 0);
    assertThat(rate.perSecond(10_000)).isZero();
  }
}
