package bambusa.relay.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class UnreadAnswersTest {

  private final UnreadAnswers unread = new UnreadAnswers(100);

  @Test
  void whoDoesNotReadGetsNoFurtherLargeAnswer() {
    assertThat(unread.take("one", 7)).isTrue();

    assertThat(unread.areMany("one")).isTrue();
    assertThat(unread.areMany("two")).isFalse();

    unread.giveBack("one", 7);

    assertThat(unread.areMany("one")).isFalse();
  }

  @Test
  void whenManyDoNotReadThereIsStillRoomForSmallAnswers() {
    for (int asker = 0; asker < 8; asker++) {
      assertThat(unread.areMany("another")).isEqualTo(asker > 4);
      assertThat(unread.take("slow " + asker, 6)).isTrue();
    }

    assertThat(unread.areMany("another")).isTrue();
    assertThat(unread.take("another", 52)).isTrue();
    assertThat(unread.take("another", 1)).isFalse();
  }
}
