package bambusa.leecher.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BackoffTest {

  @Test
  void waitsTwiceAsLongAfterEveryFailureUpToAMinute() {
    Backoff backoff = new Backoff(() -> 1);
    int[] waits = new int[8];
    for (int i = 0; i < waits.length; i++) {
      waits[i] = backoff.failed();
    }
    assertThat(waits).containsExactly(1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000);
  }

  @Test
  void chanceTakesUpToHalfOfTheTimeAway() {
    assertThat(new Backoff(() -> 0).failed()).isEqualTo(500);
    assertThat(new Backoff(() -> 0.5).failed()).isEqualTo(750);
  }

  @Test
  void successBeginsAnew() {
    Backoff backoff = new Backoff(() -> 1);
    backoff.failed();
    backoff.failed();
    backoff.succeeded();
    assertThat(backoff.failed()).isEqualTo(1_000);
  }
}
