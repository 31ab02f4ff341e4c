package bambusa.relay.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TurnsTest {

  private long now;
  private final Deque<Runnable> workers = new ArrayDeque<>();
  private final List<Runnable> later = new ArrayList<>();
  private final Turns turns =
      new Turns(workers::add, (task, nanos) -> rest(task, nanos), 1, () -> now);
  private final List<String> done = new ArrayList<>();
  private final List<Long> rests = new ArrayList<>();

  private void ask(String asker, String task) {
    ask(asker, task, 1);
  }

  private void ask(String asker, String task, long millis) {
    turns.execute(
        asker,
        () -> {
          done.add(task);
          now += TimeUnit.MILLISECONDS.toNanos(millis);
        });
  }

  private void rest(Runnable task, long nanos) {
    later.add(task);
    rests.add(TimeUnit.NANOSECONDS.toMillis(nanos));
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

  @Test
  void largeTasksNeverTakeAllThreads() {
    turns.executeLarge(
        "one",
        () -> {
          done.add("large 1");
          // As other threads do meanwhile.
          work();
        });
    turns.executeLarge("two", () -> done.add("large 2"));
    turns.executeLarge("three", () -> done.add("large 3"));
    ask("four", "small");

    work();
    restAll();

    assertThat(done).containsExactly("large 1", "small", "large 2", "large 3");
  }

  @Test
  void whileOthersAskLittleALargeTaskIsFollowedByARest() {
    ask("little", "little");
    askMuch("large 1");
    askMuch("large 2");
    work();

    assertThat(done).containsExactly("little", "large 1");
    assertThat(rests).containsExactly(30L);

    restAll();

    assertThat(done).containsExactly("little", "large 1", "large 2");
  }

  @Test
  void largeTasksFollowEachOtherWhenNobodyAsksLittle() {
    ask("little", "little");
    work();
    now += TimeUnit.SECONDS.toNanos(1);
    askMuch("large 1");
    askMuch("large 2");
    work();

    assertThat(done).containsExactly("little", "large 1", "large 2");
  }

  private void askMuch(String task) {
    turns.executeLarge(
        "much",
        () -> {
          done.add(task);
          now += TimeUnit.MILLISECONDS.toNanos(10);
        });
  }

  /** All rests come to their end, and what was waiting for that is done. */
  private void restAll() {
    while (!later.isEmpty()) {
      later.remove(0).run();
      work();
    }
  }

  @Test
  void whoAsksLittleIsServedBeforeManyWhoAskMuch() {
    for (int i = 0; i < 20; i++) {
      for (int task = 0; task < 10; task++) {
        ask("much " + i, "much", 30);
      }
    }
    for (int i = 0; i < 60; i++) {
      workers.remove().run();
    }
    for (int i = 0; i < 10; i++) {
      done.clear();
      ask("little", "little", 1);
      workers.remove().run();
      workers.remove().run();

      assertThat(done).contains("little");
    }
  }
}
