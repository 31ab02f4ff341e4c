package bambusa.relay.graphql;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Holds queries that have nothing to answer yet, until there is something, the time is over, the
 * asker is gone or the relay stops. A held query occupies no thread.
 */
final class HeldQueries implements AutoCloseable {

  private final Turns turns;
  private final ScheduledExecutorService timer;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  HeldQueries(Turns turns, ScheduledExecutorService timer) {
    this.turns = turns;
    this.timer = timer;
  }

  /**
   * What to wait for, and how.
   *
   * @param read reads the store
   * @param isEmpty whether there is a reason to wait
   * @param news completes when reading behind the given page may answer more
   * @param readOn reads behind the given page, which was empty: nobody looks at what does not match
   *     twice
   */
  record Wait<P>(
      Supplier<P> read,
      Predicate<P> isEmpty,
      Function<P, CompletableFuture<Boolean>> news,
      UnaryOperator<P> readOn) {}

  /** Answers at once when there is something to answer, or later. */
  <P> CompletableFuture<P> hold(RequestContext request, int waitSeconds, Wait<P> wait) {
    P page = wait.read.get();
    if (waitSeconds == 0 || closed.isDone() || !wait.isEmpty.test(page)) {
      return CompletableFuture.completedFuture(page);
    }
    request.beginWait();
    Held<P> held = new Held<>(request, wait);
    held.start(page, waitSeconds);
    return held.answer;
  }

  /** Answers all that are held, with nothing. */
  @Override
  public void close() {
    closed.complete(null);
  }

  private final class Held<P> {

    private final RequestContext request;
    private final Wait<P> wait;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final CompletableFuture<P> answer = new CompletableFuture<>();
    private volatile boolean waiting = true;

    Held(RequestContext request, Wait<P> wait) {
      this.request = request;
      this.wait = wait;
    }

    void start(P page, int waitSeconds) {
      ScheduledFuture<?> alarm =
          timer.schedule(() -> over.complete(null), waitSeconds, TimeUnit.SECONDS);
      CompletableFuture<?> unusedAlarm = over.thenRun(() -> alarm.cancel(false));
      CompletableFuture<?> unusedEnd =
          CompletableFuture.anyOf(closed, request.finished()).thenRun(() -> over.complete(null));
      lookAfter(page);
    }

    private void lookAfter(P page) {
      CompletableFuture<Boolean> news = wait.news.apply(page);
      CompletableFuture<?> unused =
          CompletableFuture.anyOf(news, over)
              .thenRunAsync(() -> look(page), task -> turns.execute(request.asker(), task))
              .exceptionally(this::fail)
              .thenRun(() -> news.cancel(false));
    }

    private void look(P before) {
      if (request.finished().isDone()) {
        answer.completeExceptionally(RequestContext.ended());
        return;
      }
      P page = wait.readOn.apply(before);
      if (wait.isEmpty.test(page) && !over.isDone()) {
        lookAfter(page);
        return;
      }
      end();
      answer.complete(page);
    }

    /** Once, even when ending the wait fails. Only one look is under way at a time. */
    private void end() {
      over.complete(null);
      if (waiting) {
        waiting = false;
        request.endWait();
      }
    }

    private Void fail(Throwable failure) {
      end();
      answer.completeExceptionally(failure);
      return null;
    }
  }
}
