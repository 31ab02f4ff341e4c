package bambusa.leecher.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LogPictureTest {
  /** Bamboo's lipmaa links of 1 to 14; 0 where the entry carries no skiplink. */
  private static final int[] SKIPLINKS = {0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 8, 4, 0};

  @Test
  void entriesStandSideBySideInTheirOrder() {
    LogPicture picture = new LogPicture(entries(1, 5));

    assertThat(picture.nodes).extracting(LogPicture.Node::seqNum).containsExactly(1, 2, 3, 4, 5);
    for (int i = 1; i < 5; i++) {
      int step = picture.nodes.get(i).x() - picture.nodes.get(i - 1).x();
      assertThat(step).isEqualTo(LogPicture.STEP);
    }
  }

  @Test
  void everyBacklinkIsALineAndEverySkiplinkAnArc() {
    LogPicture picture = new LogPicture(entries(1, 14));

    assertThat(picture.lines).hasSize(13);
    assertThat(picture.arcs)
        .extracting(LogPicture.Arc::from, LogPicture.Arc::to)
        .containsExactly(tuple(4, 1), tuple(8, 4), tuple(12, 8), tuple(13, 4));
  }

  @Test
  void targetsBeforeTheWindowAreDrawnLeftOfAGapSoThatNoLinkLeadsNowhere() {
    LogPicture picture = new LogPicture(entries(10, 14));

    assertThat(picture.nodes)
        .filteredOn(LogPicture.Node::outside)
        .extracting(LogPicture.Node::seqNum)
        .containsExactly(4, 8, 9);
    assertThat(picture.arcs).hasSize(2);
    assertThat(picture.lines).hasSize(5);
    LogPicture.Node lastOutside = picture.nodes.get(2);
    LogPicture.Node firstInside = picture.nodes.get(3);
    assertThat(firstInside.x() - lastOutside.x()).isGreaterThan(LogPicture.STEP);
  }

  @Test
  void fartherSkiplinksReachHigher() {
    assertThat(LogPicture.arcHeight(9)).isGreaterThan(LogPicture.arcHeight(3));
    assertThat(LogPicture.arcHeight(27)).isGreaterThan(LogPicture.arcHeight(9));
    assertThat(LogPicture.arcHeight(Integer.MAX_VALUE)).isLessThan(1000);
  }

  @Test
  void everythingFitsIntoThePicture() {
    LogPicture picture = new LogPicture(entries(1, 14));

    assertThat(picture.nodes)
        .allMatch(node -> node.x() > LogPicture.NODE_RADIUS)
        .allMatch(node -> node.x() < picture.width - LogPicture.NODE_RADIUS);
    assertThat(picture.arcs).allMatch(arc -> arc.height() * 3 / 4 < picture.baseline);
    assertThat(picture.baseline).isLessThan(picture.height);
  }

  @Test
  void logWithoutEntriesIsAnEmptyPicture() {
    LogPicture picture = new LogPicture(List.of());

    assertThat(picture.nodes).isEmpty();
    assertThat(picture.node(1)).isNull();
    assertThat(picture.width).isPositive();
  }

  private static List<PicturedEntry> entries(int from, int to) {
    List<PicturedEntry> entries = new ArrayList<>();
    for (int seqNum = from; seqNum <= to; seqNum++) {
      String action = seqNum == 1 ? "create" : "update";
      entries.add(new PicturedEntry(seqNum, seqNum - 1, SKIPLINKS[seqNum - 1], action));
    }
    return entries;
  }
}
