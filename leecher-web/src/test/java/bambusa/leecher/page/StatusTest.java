package bambusa.leecher.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class StatusTest {

  @Test
  void headlineNamesTheStateAndWhereItHelpsSinceWhen() {
    assertThat(status(SyncState.CATCHING_UP, "").headline()).isEqualTo("Catching up");
    assertThat(status(SyncState.OFFLINE, "no answer").headline()).isEqualTo("Offline since 14:02");
    assertThat(status(SyncState.REFUSED, "not a relay").headline())
        .isEqualTo("Refused: not a relay");
  }

  @Test
  void headlineStaysWhileNumbersChange() {
    Status before = new Status(SyncState.CATCHING_UP, "14:02", "", "", 1_000, 9_000, 500);
    Status after = new Status(SyncState.CATCHING_UP, "14:02", "", "", 2_000, 8_000, 600);

    assertThat(after.headline()).isEqualTo(before.headline());
    assertThat(after.detail()).isNotEqualTo(before.detail());
  }

  @Test
  void progressHasADenominator() {
    assertThat(new Status(SyncState.CATCHING_UP, "", "", "", 12_400, 7_600, 0).progress())
        .isEqualTo("12,400 of 20,000 entries");
    assertThat(new Status(SyncState.LIVE, "", "", "", 1, 0, 0).progress())
        .isEqualTo("1 of 1 entry");
    assertThat(new Status(SyncState.LIVE, "", "", "", 0, 0, 0).progress())
        .isEqualTo("No entries yet");
  }

  @Test
  void timeLeftFollowsFromTheRate() {
    assertThat(new Status(SyncState.CATCHING_UP, "", "", "", 0, 9_000, 900).detail())
        .isEqualTo("900 entries a second, about 10 s left.");
    assertThat(new Status(SyncState.CATCHING_UP, "", "", "", 0, 5, 900).detail())
        .contains("about 1 s left");
  }

  @Test
  void offlineSaysWhyAndWhatIsStillThere() {
    assertThat(status(SyncState.OFFLINE, "connection refused").detail())
        .startsWith("connection refused. What is stored stays readable.");
    assertThat(new Status(SyncState.OFFLINE, "", "", "", 0, 0, 0).detail())
        .isEqualTo("Nothing is stored yet. It is asked again by and by.");
  }

  @Test
  void offlineSaysWhenTheRelayIsAskedAgain() {
    assertThat(
            new Status(
                    SyncState.OFFLINE,
                    "14:02",
                    "The relay at http://relay:2020/graphql does not answer: no connection",
                    "14:03:20",
                    1,
                    0,
                    0)
                .detail())
        .isEqualTo(
            "The relay at http://relay:2020/graphql does not answer: no connection."
                + " What is stored stays readable. It is asked again at 14:03:20.");
  }

  @Test
  void reasonIsGivenOnce() {
    assertThat(status(SyncState.REFUSED, "not a relay").detail()).doesNotContain("not a relay");
    assertThat(status(SyncState.STARTING, "Another tab is at work").detail())
        .startsWith("Another tab is at work. Opening");
  }

  @Test
  void everyStateIsFoundByItsWord() {
    for (SyncState state : SyncState.values()) {
      assertThat(SyncState.of(state.word)).isEqualTo(state);
    }
    assertThatThrownBy(() -> SyncState.of("idle")).hasMessageContaining("idle");
  }

  private static Status status(SyncState state, String reason) {
    return new Status(state, "14:02", reason, "", 100, 0, 0);
  }
}
