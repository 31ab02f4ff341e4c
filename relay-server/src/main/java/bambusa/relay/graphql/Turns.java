package bambusa.relay.graphql;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Has askers take turns by the time that their work takes: who asks little is served before those
 * who ask much, however many these are and however much of theirs is waiting. Used by any thread.
 *
 * <p>Each asker has a mark on a clock that only work moves (self-clocked fair queueing). Who would
 * be done first is served next, and his mark moves on by the time that it took; who comes anew
 * begins where those stand who are served.
 */
final class Turns {

  /** What work takes of an asker of whom nothing is known. */
  private static final long UNKNOWN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** So many are remembered at least that have nothing to do. */
  private static final int MAX_IDLE = 1_000;

  private final Executor workers;
  private final LongSupplier nanoTime;
  private final Map<String, Asker> askers = new HashMap<>();
  private final TreeSet<Asker> waiting =
      new TreeSet<>(
          Comparator.comparingLong(Asker::expectedEnd).thenComparingLong(asker -> asker.number));

  /** The highest mark that was served. */
  private long now;

  private long number;

  private static final class Asker {
    final Deque<Runnable> tasks = new ArrayDeque<>();

    /** Changes only while he is not in the set that is ordered by it. */
    long mark;

    /** Of two who would end at the same time who came first. */
    long number;

    /** What one piece of his work takes as a rule. */
    long usualNanos = UNKNOWN_NANOS;

    long expectedEnd() {
      return mark + usualNanos;
    }
  }

  private record Turn(Asker asker, Runnable task, long expectedNanos) {}

  Turns(Executor workers, LongSupplier nanoTime) {
    this.workers = workers;
    this.nanoTime = nanoTime;
  }

  /** Runs it on one of the threads when it is the asker's turn. */
  void execute(String asker, Runnable task) {
    synchronized (waiting) {
      Asker known = askers.computeIfAbsent(asker, added -> new Asker());
      known.tasks.add(task);
      if (known.tasks.size() == 1) {
        known.mark = Math.max(known.mark, now);
        await(known);
      }
    }
    workers.execute(this::runNext);
  }

  private void await(Asker asker) {
    number++;
    asker.number = number;
    waiting.add(asker);
  }

  private void runNext() {
    Turn turn = next();
    long begun = nanoTime.getAsLong();
    try {
      turn.task.run();
    } finally {
      done(turn, nanoTime.getAsLong() - begun);
    }
  }

  private Turn next() {
    synchronized (waiting) {
      Asker asker = waiting.first();
      waiting.remove(asker);
      now = Math.max(now, asker.mark);
      Turn turn = new Turn(asker, asker.tasks.remove(), asker.usualNanos);
      asker.mark += turn.expectedNanos;
      if (!asker.tasks.isEmpty()) {
        await(asker);
      }
      return turn;
    }
  }

  private void done(Turn turn, long nanos) {
    Asker asker = turn.asker;
    synchronized (waiting) {
      boolean waits = waiting.remove(asker);
      asker.mark += nanos - turn.expectedNanos;
      asker.usualNanos += (nanos - asker.usualNanos) / 4;
      if (waits) {
        waiting.add(asker);
      }
      if (askers.size() > MAX_IDLE + waiting.size()) {
        askers.values().removeIf(each -> each.tasks.isEmpty() && each.mark <= now);
      }
    }
  }
}
