package bambusa.leecher.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RelayChoiceTest {

  private final RelayChoice choice = new RelayChoice(List.of("one", "two"));

  @Test
  void nextRelayIsAskedAtOnceAndWaitingBeginsWhenAllHaveFailed() {
    assertThat(choice.address()).isEqualTo("one");
    assertThat(choice.failed()).isFalse();
    assertThat(choice.address()).isEqualTo("two");
    assertThat(choice.failed()).isTrue();
    assertThat(choice.address()).isEqualTo("one");
  }

  @Test
  void failuresAreCountedFromTheLastUse() {
    choice.failed();
    choice.worked();
    assertThat(choice.failed()).isFalse();
  }

  @Test
  void firstRelayIsPreferred() {
    choice.failed();
    assertThat(choice.isPreferred()).isFalse();
    choice.prefer();
    assertThat(choice.address()).isEqualTo("one");
  }

  @Test
  void singleRelayThatFailsIsWaitedFor() {
    assertThat(new RelayChoice(List.of("one")).failed()).isTrue();
  }
}
