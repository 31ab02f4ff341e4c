package bambusa.relay.graphql;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has askers take turns by the time that their work takes: who asks little is served before those
 * who ask much, however many these are and however much of theirs is waiting. Used by any thread.
 *
 * <p>Each asker has a mark on a clock that only work moves (self-clocked fair queueing). Who would
 * be done first is served next, and his mark moves on by the time that it took; who comes anew
 * begins where those stand who are served.
 *
 * <p>Work cannot be interrupted, and of someone who comes for the first time nothing is known. So
 * large pieces of work never take all processors: whoever asks little finds one free. While others
 * ask little, a large piece is followed by a rest that is {@value #REST} times as long: what it
 * leaves to the collector of garbage, to the compilers and to the network delays these, too.
 */
final class Turns {

  /** What work takes of an asker of whom nothing is known. */
  private static final long UNKNOWN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Whoever would be done first. */
  private static final Comparator<Asker> ORDER =
      Comparator.comparingLong(Asker::expectedEnd).thenComparingLong(asker -> asker.number);

  /** So many are remembered at least that have nothing to do. */
  private static final int MAX_IDLE = 1_000;

  private static final int REST = 3;

  /** So long after a small piece of work others count as asking little. */
  private static final long OTHERS_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Does something later. */
  interface Later {
    void run(Runnable task, long nanos);
  }

  private final Executor workers;
  private final Later later;
  private final LongSupplier nanoTime;
  private final int maxLarge;
  private final Map<String, Asker> askers = new HashMap<>();

  /** Those whose next task is a small one. */
  private final TreeSet<Asker> small = new TreeSet<>(ORDER);

  private final TreeSet<Asker> large = new TreeSet<>(ORDER);

  /** Large tasks that run, or that a rest follows. */
  private int running;

  private long lastSmallNanos;

  /** Threads that found nothing but large tasks, of which enough ran. */
  private int sentAway;

  /** The highest mark that was served. */
  private long now;

  private long number;

  private static final class Asker {
    final Deque<Task> tasks = new ArrayDeque<>();

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

  private record Task(Runnable work, boolean isLarge) {}

  private record Turn(Asker asker, Task task, long expectedNanos) {}

  /**
   * Nobody has asked yet.
   *
   * @param maxLarge so many large tasks run at a time
   */
  Turns(Executor workers, Later later, int maxLarge, LongSupplier nanoTime) {
    this.workers = workers;
    this.later = later;
    this.lastSmallNanos = nanoTime.getAsLong() - OTHERS_NANOS;
    this.maxLarge = maxLarge;
    this.nanoTime = nanoTime;
  }

  /** Runs it on one of the threads when it is the asker's turn. */
  void execute(String asker, Runnable task) {
    execute(asker, new Task(task, false));
  }

  /** The same with work that may take long. */
  void executeLarge(String asker, Runnable task) {
    execute(asker, new Task(task, true));
  }

  private void execute(String asker, Task task) {
    synchronized (askers) {
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
    queueOf(asker).add(asker);
  }

  private Set<Asker> queueOf(Asker asker) {
    return asker.tasks.element().isLarge ? large : small;
  }

  private void runNext() {
    Turn turn = next();
    if (turn == null) {
      return;
    }
    long begun = nanoTime.getAsLong();
    try {
      turn.task.work.run();
    } finally {
      done(turn, nanoTime.getAsLong() - begun);
    }
  }

  /** Null when only large tasks wait, and enough run: one of these comes back for them. */
  private @Nullable Turn next() {
    synchronized (askers) {
      Asker asker = first();
      if (asker == null) {
        sentAway++;
        return null;
      }
      queueOf(asker).remove(asker);
      now = Math.max(now, asker.mark);
      Turn turn = new Turn(asker, asker.tasks.remove(), asker.usualNanos);
      running += turn.task.isLarge ? 1 : 0;
      asker.mark += turn.expectedNanos;
      if (!asker.tasks.isEmpty()) {
        await(asker);
      }
      return turn;
    }
  }

  private @Nullable Asker first() {
    Asker quick = small.isEmpty() ? null : small.first();
    if (large.isEmpty() || running >= maxLarge) {
      return quick;
    }
    Asker slow = large.first();
    return quick == null || ORDER.compare(slow, quick) < 0 ? slow : quick;
  }

  private void done(Turn turn, long nanos) {
    Asker asker = turn.asker;
    synchronized (askers) {
      if (turn.task.isLarge) {
        rest(nanos);
      } else {
        lastSmallNanos = nanoTime.getAsLong();
      }
      boolean waits = !asker.tasks.isEmpty() && queueOf(asker).remove(asker);
      asker.mark += nanos - turn.expectedNanos;
      asker.usualNanos += (nanos - asker.usualNanos) / 4;
      if (waits) {
        queueOf(asker).add(asker);
      }
      if (askers.size() > MAX_IDLE + small.size() + large.size()) {
        askers.values().removeIf(each -> each.tasks.isEmpty() && each.mark <= now);
      }
    }
  }

  private void rest(long nanos) {
    if (nanoTime.getAsLong() - lastSmallNanos < OTHERS_NANOS) {
      later.run(this::rested, REST * nanos);
    } else {
      rested();
    }
  }

  private void rested() {
    synchronized (askers) {
      running--;
      callBack();
    }
  }

  private void callBack() {
    if (sentAway > 0) {
      sentAway--;
      workers.execute(this::runNext);
    }
  }
}
