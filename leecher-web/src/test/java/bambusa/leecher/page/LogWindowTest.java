package bambusa.leecher.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LogWindowTest {

  @Test
  void windowsMeetWithoutGapOrOverlap() {
    LogWindow first = LogWindow.around(1);
    LogWindow second = LogWindow.around(first.after());

    assertThat(first).isEqualTo(new LogWindow(1, 100));
    assertThat(second).isEqualTo(new LogWindow(101, 200));
    assertThat(LogWindow.around(second.before())).isEqualTo(first);
  }

  @Test
  void windowAroundAnEntryHoldsIt() {
    for (int seqNum : new int[] {1, 99, 100, 101, 12_345, SeqNums.HIGHEST}) {
      assertThat(LogWindow.around(seqNum).holds(seqNum)).as("%d", seqNum).isTrue();
    }
  }

  @Test
  void emptyLogHasOneWindow() {
    LogWindow window = LogWindow.around(0);

    assertThat(window.isFirst()).isTrue();
    assertThat(window.isLast(0)).isTrue();
  }

  @Test
  void fullWindowIsTheLastUntilTheNextEntry() {
    assertThat(LogWindow.around(100).isLast(100)).isTrue();
    assertThat(LogWindow.around(100).isLast(101)).isFalse();
  }

  @Test
  void seqNumBeyondWhatCanBeDrawnIsTheHighest() {
    assertThat(SeqNums.drawable("18446744073709551615")).isEqualTo(SeqNums.HIGHEST);
    assertThat(SeqNums.drawable(null)).isZero();
    assertThat(SeqNums.drawable("41")).isEqualTo(41);
  }
}
