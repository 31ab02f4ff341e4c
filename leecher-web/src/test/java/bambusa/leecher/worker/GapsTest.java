package bambusa.leecher.worker;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.bytes.MalformedException;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GapsTest {

  private static final LogKey ONE = log(-1);
  private static final LogKey TWO = log(2);

  @Test
  void whatIsWrittenIsReadBack() throws MalformedException {
    Gaps gaps = new Gaps();
    gaps.add(ONE);
    gaps.add(TWO);

    assertThat(Gaps.parse(gaps.text()).logs()).containsExactly(ONE, TWO);
    assertThat(Gaps.parse(null).logs()).isEmpty();
  }

  @Test
  void noGapsAreNoText() {
    Gaps gaps = new Gaps();
    gaps.add(ONE);
    gaps.removeAll(List.of(ONE));

    assertThat(gaps.text()).isNull();
  }

  @Test
  void onlyChangesAreToBeWritten() {
    Gaps gaps = new Gaps();
    gaps.add(ONE);
    assertThat(gaps.takeChanged()).isTrue();
    gaps.add(ONE);
    gaps.removeAll(List.of(TWO));
    assertThat(gaps.takeChanged()).isFalse();
  }

  @Test
  void theOldestOfTooManyIsForgotten() {
    Gaps gaps = new Gaps();
    for (int i = 0; i < 1_001; i++) {
      gaps.add(log(i));
    }
    assertThat(gaps.logs()).hasSize(1_000).doesNotContain(log(0)).contains(log(1_000));
  }

  private static LogKey log(long number) {
    return new LogKey(TestAuthor.named("gaps").publicKey(), new LogId(number));
  }
}
