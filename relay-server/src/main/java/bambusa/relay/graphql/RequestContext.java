package bambusa.relay.graphql;

import graphql.GraphQLContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the engine: its time, its share of the limits, and whether anybody
 * still wants the answer. Used by any thread.
 */
final class RequestContext {

  private final String asker;
  private final GraphQlLimits limits;
  private final Admission admission;
  private final ScheduledExecutorService timer;
  private final Runnable whenHeld;
  private final CompletableFuture<GraphQlAnswer> answer = new CompletableFuture<>();
  private final CompletableFuture<Void> finished = new CompletableFuture<>();

  private @Nullable Future<?> timeout;
  private int waits;
  private long readBytes;

  RequestContext(
      String asker,
      GraphQlLimits limits,
      Admission admission,
      ScheduledExecutorService timer,
      Runnable whenHeld) {
    this.asker = asker;
    this.limits = limits;
    this.admission = admission;
    this.timer = timer;
    this.whenHeld = whenHeld;
  }

  static RequestContext of(GraphQLContext context) {
    RequestContext request = context.get(RequestContext.class);
    if (request == null) {
      throw new IllegalStateException("executed without a request");
    }
    return request;
  }

  /** Why work goes on no further after the answer: nobody will read it. */
  static GraphQlFault ended() {
    return new GraphQlFault(GraphQlErrorCode.EXECUTION_TIMEOUT, "the request has ended");
  }

  /** Admits the request, or refuses it; whatever completes the answer later ends the request. */
  void start() {
    admission.enter(asker);
    CompletableFuture<?> unused = answer.whenComplete((given, failure) -> finish());
    startClock();
  }

  CompletableFuture<GraphQlAnswer> answer() {
    return answer;
  }

  /** Completes when the answer is given, late or not wanted any more. */
  CompletableFuture<Void> finished() {
    return finished;
  }

  /**
   * A query of this request begins to be held; the time held is not counted.
   *
   * @throws GraphQlFault when too many are
   */
  synchronized void beginWait() {
    if (finished.isDone()) {
      throw ended();
    }
    admission.hold(asker);
    waits++;
    if (waits == 1) {
      stopClock();
      admission.pause(asker);
      whenHeld.run();
    }
  }

  synchronized void endWait() {
    if (finished.isDone()) {
      return;
    }
    waits--;
    if (waits == 0) {
      // First, so that a request that goes on is never counted as gone.
      admission.resume(asker);
      startClock();
    }
    admission.release(asker);
  }

  /**
   * How many bytes a page may hold, so that all pages of the request together can be answered.
   *
   * @throws GraphQlFault when nothing is left
   */
  synchronized int pageBytes() {
    // Bytes are written as hex.
    long left = limits.maxAnswerBytes() / 2 - readBytes;
    if (left <= 0) {
      throw new GraphQlFault(
          GraphQlErrorCode.ANSWER_TOO_LARGE,
          "the answer exceeds the limit of " + limits.maxAnswerBytes() + " bytes",
          Map.of("limit", limits.maxAnswerBytes()));
    }
    return (int) Math.min(left, limits.maxBytes());
  }

  synchronized void read(long bytes) {
    readBytes += bytes;
  }

  private synchronized void startClock() {
    timeout =
        timer.schedule(
            () -> answer.complete(timedOut()), limits.maxExecutionMillis(), TimeUnit.MILLISECONDS);
  }

  private void stopClock() {
    if (timeout != null) {
      timeout.cancel(false);
    }
  }

  private GraphQlAnswer timedOut() {
    return GraphQlAnswer.refused(
        List.of(
            AnswerError.of(
                new GraphQlFault(
                    GraphQlErrorCode.EXECUTION_TIMEOUT,
                    "no answer within the limit of " + limits.maxExecutionMillis() + " ms",
                    Map.of("limit", limits.maxExecutionMillis())))));
  }

  private void finish() {
    synchronized (this) {
      stopClock();
      for (int i = 0; i < waits; i++) {
        admission.release(asker);
      }
      if (waits == 0) {
        admission.leave(asker);
      }
      finished.complete(null);
    }
  }
}
