package bambusa.relay.ingest;

import bambusa.ingest.DocumentChoice;
import bambusa.ingest.DocumentFact;
import bambusa.relay.storage.Committed;
import bambusa.relay.storage.ReplicationCursor;
import bambusa.replication.TargetSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Wakes those who wait for something of a target set to arrive. Who waits costs a small object and
 * no thread; those with equal target sets are looked at once. Any thread may call.
 */
public final class ArrivalSignal {

  private final DocumentChoice shared;
  private final Executor wakeUps;
  private final Map<TargetSet, Set<Waiter>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong newest = new AtomicLong();

  /** Somebody who waits; like no other. */
  private static final class Waiter {

    final CompletableFuture<Boolean> arrival = new CompletableFuture<>();
  }

  /**
   * A signal for one store.
   *
   * @param shared what is not shared wakes nobody
   * @param wakeUps runs what was waiting, so that the writer does not
   */
  public ArrivalSignal(DocumentChoice shared, Executor wakeUps) {
    this.shared = shared;
    this.wakeUps = wakeUps;
  }

  /**
   * Completes with true when something behind the cursor may have arrived, be it before the call or
   * after it, or with false when the time is over. What depends on it runs on the executor of this
   * signal or, when nothing arrived, on a thread of the JDK's; it must not block that one. Who no
   * longer waits cancels it.
   *
   * @param after end cursor of the page that was empty
   */
  public CompletableFuture<Boolean> arrival(
      TargetSet target, ReplicationCursor after, long timeoutMillis) {
    Waiter waiter = new Waiter();
    waiting.compute(
        target,
        (same, others) -> {
          Set<Waiter> all = others == null ? ConcurrentHashMap.newKeySet() : others;
          all.add(waiter);
          return all;
        });
    // Read after it was added: a commit in between sees it, or is seen here.
    if (newest.get() > after.arrival()) {
      waiter.arrival.complete(true);
    }
    CompletableFuture<Boolean> answer =
        waiter
            .arrival
            .completeOnTimeout(false, timeoutMillis, TimeUnit.MILLISECONDS)
            .whenComplete((woken, failure) -> forget(target, waiter));
    CompletableFuture<Boolean> unused =
        answer.whenComplete((woken, failure) -> end(target, waiter));
    return answer;
  }

  /** How many wait. */
  public int waiting() {
    return waiting.values().stream().mapToInt(Set::size).sum();
  }

  /** Tells that something was committed, here or by another relay that shares the store. */
  public void arrived(Committed committed) {
    newest.accumulateAndGet(committed.newestArrival(), Math::max);
    boolean concernsNobody = committed.documents().isEmpty() && !committed.unknownForked();
    if (!waiting.isEmpty() && !concernsNobody) {
      wakeUps.execute(() -> wake(committed));
    }
  }

  private void wake(Committed committed) {
    waiting.forEach(
        (target, waiters) -> {
          if (committed.unknownForked() || concerns(committed, target)) {
            waiters.forEach(waiter -> waiter.arrival.complete(true));
          }
        });
  }

  private boolean concerns(Committed committed, TargetSet target) {
    for (DocumentFact document : committed.documents()) {
      if (target.includes(document) && shared.includes(document)) {
        return true;
      }
    }
    return false;
  }

  /** A cancelled answer no longer looks at the arrival it came from, and its timer would run on. */
  private void end(TargetSet target, Waiter waiter) {
    waiter.arrival.cancel(false);
    forget(target, waiter);
  }

  private void forget(TargetSet target, Waiter waiter) {
    waiting.computeIfPresent(
        target,
        (same, waiters) -> {
          waiters.remove(waiter);
          return waiters.isEmpty() ? null : waiters;
        });
  }
}
