package bambusa.relay.graphql;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests under way and queries held, of all askers and of each, and refuses what is above
 * the limits. A request all of whose work is waiting counts as held, not as under way. Used by any
 * thread.
 */
final class Admission {

  private final GraphQlLimits limits;
  private final Map<String, Count> askers = new HashMap<>();
  private final Count all = new Count();
  private @Nullable CompletableFuture<Void> idle;

  Admission(GraphQlLimits limits) {
    this.limits = limits;
  }

  /**
   * A request arrives.
   *
   * @throws GraphQlFault when there are too many
   */
  synchronized void enter(String asker) {
    int own = active(asker);
    if (own >= share()) {
      refuseAt(all.active, limits.maxConcurrent(), GraphQlErrorCode.TOO_MANY_REQUESTS);
    }
    refuseAt(all.active, 2 * limits.maxConcurrent(), GraphQlErrorCode.TOO_MANY_REQUESTS);
    refuseAt(own, limits.maxConcurrentPerAsker(), GraphQlErrorCode.TOO_MANY_REQUESTS);
    resume(asker);
  }

  private int active(String asker) {
    Count own = askers.get(asker);
    return own == null ? 0 : own.active;
  }

  /**
   * When there are too many, who has less than this is let in all the same: others are the cause.
   */
  private int share() {
    return Math.max(1, limits.maxConcurrent() / (askers.size() + 1));
  }

  synchronized void leave(String asker) {
    change(asker, -1, 0);
  }

  /** A request does nothing but wait from now on. */
  synchronized void pause(String asker) {
    change(asker, -1, 0);
  }

  /** A request has work again; it was admitted once and is not refused now. */
  synchronized void resume(String asker) {
    change(asker, 1, 0);
  }

  /**
   * A query of a request begins to be held.
   *
   * @throws GraphQlFault when there are too many
   */
  synchronized void hold(String asker) {
    refuseAt(all.held, limits.maxWaiting(), GraphQlErrorCode.TOO_MANY_WAITING);
    Count own = askers.computeIfAbsent(asker, a -> new Count());
    refuseAt(own.held, limits.maxWaitingPerAsker(), GraphQlErrorCode.TOO_MANY_WAITING);
    change(asker, 0, 1);
  }

  synchronized void release(String asker) {
    change(asker, 0, -1);
  }

  /** Of the asker that has most. */
  synchronized int mostActive() {
    return askers.values().stream().mapToInt(own -> own.active).max().orElse(0);
  }

  /** Of the asker that has most. */
  synchronized int mostHeld() {
    return askers.values().stream().mapToInt(own -> own.held).max().orElse(0);
  }

  /** Requests under way at the moment. */
  synchronized int active() {
    return all.active;
  }

  /** Queries held at the moment. */
  synchronized int held() {
    return all.held;
  }

  /** Completes when nothing is under way or held; to be asked for once no request enters. */
  synchronized CompletableFuture<Void> idle() {
    CompletableFuture<Void> wanted = new CompletableFuture<>();
    idle = wanted;
    completeIfIdle();
    return wanted;
  }

  private void change(String asker, int active, int held) {
    Count own = askers.computeIfAbsent(asker, a -> new Count());
    own.active += active;
    own.held += held;
    all.active += active;
    all.held += held;
    if (own.active == 0 && own.held == 0) {
      askers.remove(asker);
    }
    completeIfIdle();
  }

  private void completeIfIdle() {
    if (idle != null && all.active == 0 && all.held == 0) {
      idle.complete(null);
    }
  }

  private static void refuseAt(int count, int limit, GraphQlErrorCode code) {
    if (count >= limit) {
      String what =
          code == GraphQlErrorCode.TOO_MANY_WAITING ? "queries held" : "requests under way";
      throw new GraphQlFault(
          code, what + " have reached the limit of " + limit, Map.of("limit", limit));
    }
  }

  private static final class Count {
    private int active;
    private int held;
  }
}
