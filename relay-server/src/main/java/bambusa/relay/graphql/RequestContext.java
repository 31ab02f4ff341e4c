package bambusa.relay.graphql;

import bambusa.relay.limits.Limit;
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

  /** Who asked did not wait for the answer. */
  private static final String GONE = "GONE";

  private final String asker;
  private final GraphQlLimits limits;
  private final Admission admission;
  private final Accounts accounts;
  private final ScheduledExecutorService timer;
  private final Runnable whenHeld;
  private final CompletableFuture<GraphQlAnswer> answer = new CompletableFuture<>();
  private final CompletableFuture<Void> finished = new CompletableFuture<>();

  private @Nullable Future<?> timeout;
  private int waits;
  private long readBytes;
  private long activeNanos;
  private long activeSince;

  RequestContext(
      String asker,
      GraphQlLimits limits,
      Admission admission,
      Accounts accounts,
      ScheduledExecutorService timer,
      Runnable whenHeld) {
    this.asker = asker;
    this.limits = limits;
    this.admission = admission;
    this.accounts = accounts;
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

  /**
   * Admits the request, or refuses it; whatever completes the answer later ends the request.
   *
   * @param bytes of the request
   * @return the answer, once nothing of the request is under way any more: who got it may ask again
   */
  CompletableFuture<GraphQlAnswer> start(int bytes) {
    try {
      accounts.use(asker, Limit.REQUEST_RATE, 1);
      accounts.use(asker, Limit.BYTE_RATE, bytes);
      admission.enter(asker);
    } catch (GraphQlFault fault) {
      accounts.meters().requests().add(fault.code().name());
      throw fault;
    }
    startClock();
    return answer.whenComplete((given, failure) -> finish(given == null ? GONE : given.summary()));
  }

  CompletableFuture<GraphQlAnswer> answer() {
    return answer;
  }

  String asker() {
    return asker;
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

  /** Nothing is done for it until it is the asker's turn. */
  void whenQueued() {
    whenHeld.run();
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

  /**
   * What is about to be executed.
   *
   * @param publications how many entries it publishes
   * @throws GraphQlFault when the asker has used up what it may
   */
  void charge(long cost, long publications) {
    accounts.use(asker, Limit.COST_RATE, cost);
    if (publications > 0) {
      accounts.use(asker, Limit.PUBLISH_RATE, publications);
    }
  }

  /** The same answer, whose bytes will count against the asker. */
  GraphQlAnswer charged(GraphQlAnswer given) {
    return given.charged(bytes -> accounts.rates().spent(asker, Limit.BYTE_RATE, bytes));
  }

  private synchronized void startClock() {
    activeSince = accounts.meters().nanoTime().getAsLong();
    timeout =
        timer.schedule(
            () -> answer.complete(timedOut()), limits.maxExecutionMillis(), TimeUnit.MILLISECONDS);
  }

  private void stopClock() {
    activeNanos += accounts.meters().nanoTime().getAsLong() - activeSince;
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

  private void finish(String summary) {
    accounts.meters().requests().add(summary);
    synchronized (this) {
      if (waits == 0) {
        stopClock();
      }
      accounts.meters().requestTimes().add(activeNanos);
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
