package bambusa.relay.graphql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Has askers take turns: who has much to do waits behind himself, and nobody else behind him. Used
 * by any thread.
 */
final class Turns {

  private final Executor workers;

  /** Whose turn is next comes first; nobody is in it with nothing to do. */
  private final Map<String, Deque<Runnable>> waiting = new LinkedHashMap<>();

  Turns(Executor workers) {
    this.workers = workers;
  }

  /** Runs it on one of the threads when it is the asker's turn. */
  void execute(String asker, Runnable task) {
    synchronized (waiting) {
      waiting.computeIfAbsent(asker, added -> new ArrayDeque<>()).add(task);
    }
    workers.execute(this::runNext);
  }

  private void runNext() {
    next().run();
  }

  private Runnable next() {
    synchronized (waiting) {
      Iterator<Map.Entry<String, Deque<Runnable>>> first = waiting.entrySet().iterator();
      Map.Entry<String, Deque<Runnable>> entry = first.next();
      String asker = entry.getKey();
      Deque<Runnable> tasks = entry.getValue();
      first.remove();
      Runnable task = tasks.remove();
      if (!tasks.isEmpty()) {
        waiting.put(asker, tasks);
      }
      return task;
    }
  }
}
