package bambusa.relay.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClientRatesTest {

  private final AtomicLong nanos = new AtomicLong(-5);
  private final ClientRates rates =
      new ClientRates(
          new Limits(Map.of(Limit.PUBLISH_RATE, 10L, Limit.COST_RATE, 100L, Limit.BYTE_RATE, 0L)),
          nanos::get);

  @Test
  void tenSecondsWorthIsSavedUpAndComesBackWithTime() {
    for (int i = 0; i < 100; i++) {
      assertThat(rates.use("one", Limit.PUBLISH_RATE, 1)).isEmpty();
    }
    assertThat(rates.most(Limit.PUBLISH_RATE)).isEqualTo(10);
    assertThat(rates.use("one", Limit.PUBLISH_RATE, 1)).contains(1L);
    assertThat(rates.use("two", Limit.PUBLISH_RATE, 1)).isEmpty();
    pass(1);
    for (int i = 0; i < 10; i++) {
      assertThat(rates.use("one", Limit.PUBLISH_RATE, 1)).isEmpty();
    }
    assertThat(rates.use("one", Limit.PUBLISH_RATE, 1)).isPresent();
    pass(1_000_000);
    assertThat(rates.use("one", Limit.PUBLISH_RATE, 100)).isEmpty();
    assertThat(rates.use("one", Limit.PUBLISH_RATE, 1)).isPresent();
  }

  @Test
  void oneCostlyRequestMakesDebtThatIsPaidOff() {
    assertThat(rates.use("one", Limit.COST_RATE, 1_500)).isEmpty();
    assertThat(rates.use("one", Limit.COST_RATE, 1)).contains(6L);
    pass(5);
    assertThat(rates.use("one", Limit.COST_RATE, 1)).isPresent();
    pass(1);
    assertThat(rates.use("one", Limit.COST_RATE, 1)).isEmpty();
  }

  @Test
  void withoutALimitNothingIsCounted() {
    for (int i = 0; i < 100; i++) {
      assertThat(rates.use("one", Limit.BYTE_RATE, 1L << 40)).isEmpty();
    }
    rates.spent("one", Limit.BYTE_RATE, 1L << 40);
    assertThat(rates.clients()).isEmpty();
  }

  @Test
  void askersWithoutEndAreForgotten() {
    for (int i = 0; i < 60_000; i++) {
      assertThat(rates.use("asker " + i, Limit.PUBLISH_RATE, 1)).isEmpty();
    }
    assertThat(rates.clients()).hasSize(50_000);
  }

  private void pass(long seconds) {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }
}
