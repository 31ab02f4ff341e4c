package bambusa.relay.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TurnsTest {

  private final Deque<Runnable> workers = new ArrayDeque<>();
  private final Turns turns = new Turns(workers::add);
  private final List<String> done = new ArrayList<>();

  private void ask(String asker, String task) {
    turns.execute(asker, () -> done.add(task));
  }

  private void work() {
    while (!workers.isEmpty()) {
      workers.remove().run();
    }
  }

  @Test
  void whoHasMuchToDoHoldsUpNobodyElse() {
    ask("one", "1a");
    ask("one", "1b");
    ask("one", "1c");
    ask("two", "2a");
    ask("three", "3a");
    ask("two", "2b");

    work();

    assertThat(done).containsExactly("1a", "2a", "3a", "1b", "2b", "1c");
  }

  @Test
  void whoComesBackWaitsBehindThoseWhoWaitAlready() {
    ask("one", "1a");
    ask("two", "2a");
    workers.remove().run();
    ask("one", "1b");

    work();

    assertThat(done).containsExactly("1a", "2a", "1b");
  }
}
