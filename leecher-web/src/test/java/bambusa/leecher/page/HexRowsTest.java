package bambusa.leecher.page;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.leecher.page.HexRows.Part;
import bambusa.leecher.page.HexRows.Piece;
import bambusa.leecher.page.HexRows.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HexRowsTest {

  @Test
  void rowIsCutWhereAFieldEnds() {
    List<Row> rows = HexRows.of("00a1a2a3", List.of(new Part(0, 1), new Part(1, 3)), 16);

    assertThat(rows)
        .containsExactly(new Row("0000", List.of(new Piece(0, "00"), new Piece(1, "a1 a2 a3"))));
  }

  @Test
  void fieldThatGoesOverTheEndOfARowIsContinuedInTheNext() {
    List<Row> rows = HexRows.of("000102030405", List.of(new Part(0, 6)), 4);

    assertThat(rows)
        .containsExactly(
            new Row("0000", List.of(new Piece(0, "00 01 02 03"))),
            new Row("0004", List.of(new Piece(0, "04 05"))));
  }

  @Test
  void bytesOfNoFieldStandAlone() {
    List<Row> rows = HexRows.of("000102", List.of(new Part(1, 1)), 8);

    assertThat(rows.get(0).pieces())
        .extracting(Piece::part)
        .containsExactly(HexRows.NO_PART, 0, HexRows.NO_PART);
  }

  @Test
  void offsetsOfLongBytesGrow() {
    List<Row> rows = HexRows.of("00".repeat(0x1_0010), List.of(), 16);

    assertThat(rows.get(1).offset()).isEqualTo("0010");
    assertThat(rows.get(0x1000).offset()).isEqualTo("10000");
  }

  @Test
  void noBytesAreNoRows() {
    assertThat(HexRows.of("", List.of(), 16)).isEmpty();
  }
}
