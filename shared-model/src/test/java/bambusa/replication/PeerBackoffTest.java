package bambusa.replication;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerBackoffTest {

  private static final long HOUR_MILLIS = 3_600_000;

  private final PeerBackoff backoff = new PeerBackoff(() -> 0.5);

  @Test
  void restsDoubleUpToAMinuteAndStartOverAfterASuccess() {
    assertThat(backoff.failed()).isEqualTo(500);
    assertThat(backoff.failed()).isEqualTo(1_000);
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.failed()).isBetween(2_000L, 60_000L);
    }
    assertThat(backoff.failed()).isEqualTo(60_000);
    backoff.succeeded();
    assertThat(backoff.failed()).isEqualTo(500);
  }

  @Test
  void jitterSpreadsRestsByThirtyPercent() {
    assertThat(new PeerBackoff(() -> 0).failed()).isBetween(349L, 350L);
    assertThat(new PeerBackoff(() -> 1).failed()).isBetween(649L, 650L);
  }

  @Test
  void whoKeepsSendingRefusedEntriesRestsLongerAndLongerWhateverElseSucceeds() {
    long before = 0;
    for (int i = 0; i < 11; i++) {
      long rest = backoff.refused(1_000);
      backoff.succeeded();
      assertThat(rest).isGreaterThan(before);
      before = rest;
    }
    assertThat(backoff.refused(1_000)).isEqualTo(600_000);
    assertThat(backoff.refused(1_000)).isEqualTo(600_000);
  }

  @Test
  void offencesAreForgottenSlowly() {
    for (int i = 0; i < 12; i++) {
      backoff.refused(1_000);
    }
    assertThat(backoff.refused(1_000 + HOUR_MILLIS)).isBetween(10_000L, 60_000L);
    assertThat(backoff.refused(1_000 + 10 * HOUR_MILLIS)).isEqualTo(500);
  }
}
