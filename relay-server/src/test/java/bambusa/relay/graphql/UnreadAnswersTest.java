package bambusa.relay.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class UnreadAnswersTest {

  private final UnreadAnswers unread = new UnreadAnswers(100);

  @Test
  void whoDoesNotReadGetsNoFurtherLargeAnswer() {
    assertThat(unread.take("one", 26)).isTrue();

    assertThat(unread.areMany("one")).isTrue();
    assertThat(unread.areMany("two")).isFalse();

    unread.giveBack("one", 26);

    assertThat(unread.areMany("one")).isFalse();
  }

  @Test
  void whenManyDoNotReadThereIsStillRoomForSmallAnswers() {
    for (int asker = 0; asker < 8; asker++) {
      assertThat(unread.take("slow " + asker, 10)).isTrue();
    }

    assertThat(unread.areMany("another")).isTrue();
    assertThat(unread.take("another", 20)).isTrue();
    assertThat(unread.take("another", 1)).isFalse();
  }
}
