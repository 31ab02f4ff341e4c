package bambusa.leecher.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SmallPagesTest {

  private final SmallPages pages = new SmallPages();

  @Test
  void fewSmallPagesAreLeftAlone() {
    add(SmallPages.RUN_LENGTH - 1, 1);
    assertThat(pages.takeRun()).isEmpty();
  }

  @Test
  void manySmallPagesAreTakenOnce() {
    add(SmallPages.RUN_LENGTH, 1);
    assertThat(pages.takeRun().orElseThrow()).hasSize(SmallPages.RUN_LENGTH);
    assertThat(pages.takeRun()).isEmpty();
  }

  @Test
  void noMoreAreTakenThanFitIntoASegment() {
    add(SmallPages.RUN_LENGTH, 60);
    List<SmallPages.Page> taken = pages.takeRun().orElseThrow();
    assertThat(taken).hasSize(Segment.MAX_ENTRIES / 60);
  }

  @Test
  void largePageEndsTheRun() {
    add(SmallPages.RUN_LENGTH - 1, 1);
    add(1, 1_000);
    add(SmallPages.RUN_LENGTH - 1, 1);
    assertThat(pages.takeRun()).isEmpty();
  }

  private int number;
  private int entries;

  private void add(int count, int size) {
    for (int i = 0; i < count; i++) {
      pages.added(number++, entries, entries + size);
      entries += size;
    }
  }
}
