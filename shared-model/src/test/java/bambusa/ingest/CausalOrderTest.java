package bambusa.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CausalOrderTest {

  private final TestLog log = new TestLog(TestAuthor.named("ann"), 0);
  private final TestLog other = new TestLog(TestAuthor.named("bob"), 0);
  private final VerifiedEntry create = log.create("a");
  private final VerifiedEntry answer = other.update("b", create);
  private final VerifiedEntry update = log.update("c", answer);

  @Test
  void entriesComeBehindWhatTheyStandOn() {
    assertThat(CausalOrder.of(List.of(update, answer, create)))
        .containsExactly(create, answer, update);
  }

  @Test
  void whatIsInOrderStaysAsItIs() {
    VerifiedEntry apart = new TestLog(TestAuthor.named("eve"), 0).create("d");
    assertThat(CausalOrder.of(List.of(create, apart, answer, update)))
        .containsExactly(create, apart, answer, update);
  }

  @Test
  void longLogsAreNoProblem() {
    TestLog growing = new TestLog(TestAuthor.named("eve"), 1);
    List<VerifiedEntry> entries = new ArrayList<>(List.of(growing.create("first")));
    for (int i = 0; i < 500; i++) {
      entries.add(growing.update("more", entries.get(i)));
    }
    List<VerifiedEntry> reversed = new ArrayList<>(entries);
    Collections.reverse(reversed);
    assertThat(CausalOrder.of(reversed)).isEqualTo(entries);
  }
}
