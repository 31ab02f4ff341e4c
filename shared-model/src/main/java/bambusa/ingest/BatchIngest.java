package bambusa.ingest;

import bambusa.crypto.Hash;
import bambusa.ingest.ParkedEntries.Ready;
import bambusa.operation.DocumentViewId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes verified entries of a replication session through ingest, and with them whatever was parked
 * for want of them (replication.md 6, step 4). Everything that happens in one call belongs into one
 * transaction. Serves one thread.
 */
public final class BatchIngest {

  private final FactSource source;
  private final Consumer<Decision> writer;
  private final ParkedEntries parked;
  private final Deque<Ready> ready = new ArrayDeque<>();
  private final Set<Hash> brought = new HashSet<>();
  private long evictedBefore;

  /**
   * A gate in front of a store.
   *
   * @param writer writes a decision before the next facts are loaded
   */
  public BatchIngest(FactSource source, Consumer<Decision> writer, ParkedEntries parked) {
    this.source = source;
    this.writer = writer;
    this.parked = parked;
  }

  /** What became of each entry of a batch, in its order. */
  public List<IngestResult> ingest(List<VerifiedEntry> batch, DocumentChoice asked) {
    Map<Hash, IngestResult> results = new Run(asked).decide(batch);
    ingestReady();
    List<IngestResult> inOrder = new ArrayList<>(batch.size());
    for (VerifiedEntry entry : batch) {
      inOrder.add(Ledger.known(results.get(entry.hash()), "result of", entry.entry()));
    }
    return inOrder;
  }

  /** Takes in a proof of a fork that a peer passed on. */
  public void ingest(ForkProof proof) {
    write(Ingest.forkProven(proof, source));
    ingestReady();
  }

  /** Takes in what an author publishes here, and whatever waited for it. */
  public Decision publish(VerifiedEntry entry, DocumentChoice accepted) {
    Decision decision = Ingest.published(entry, accepted, source);
    write(decision);
    for (AcceptedEntry arrived : decision.accepted()) {
      ready.addAll(parked.take(List.of(arrived.entry().hash())));
    }
    ingestReady();
    return decision;
  }

  /**
   * Whether of all that came under a choice since the last commit nothing waits or was evicted:
   * then a cursor may be kept in this transaction, since nothing behind it must be read again.
   */
  public boolean hasStoredAll(DocumentChoice asked) {
    return parked.isEmpty(asked) && parked.evicted() == evictedBefore;
  }

  /** The transaction is on disk. */
  public void committed() {
    evictedBefore = parked.evicted();
    parked.decided();
  }

  /** The transaction was taken back: what was parked before waits again. */
  public void rolledBack() {
    ready.clear();
    brought.clear();
    parked.restore();
  }

  private void ingestReady() {
    while (!ready.isEmpty()) {
      Ready next = ready.remove();
      new Run(next.asked()).decide(next.entries());
    }
    brought.clear();
  }

  private void write(Decision decision) {
    writer.accept(decision);
    for (Fork fork : decision.forks()) {
      ready.addAll(parked.take(fork.proof().logKey()));
    }
  }

  /** Decides a batch and what waits for it under the same choice. */
  private final class Run {

    private final DocumentChoice asked;
    private final Map<Hash, IngestResult> results = new HashMap<>();
    private final Set<Hash> refused = new HashSet<>();
    private final Set<Hash> unasked = new HashSet<>();
    private final List<VerifiedEntry> rejected = new ArrayList<>();
    private final List<VerifiedEntry> ended = new ArrayList<>();
    private final Set<Hash> endedHashes = new HashSet<>();

    Run(DocumentChoice asked) {
      this.asked = asked;
    }

    Map<Hash, IngestResult> decide(List<VerifiedEntry> batch) {
      List<VerifiedEntry> rest = withWaiting(batch, 0);
      while (!rest.isEmpty()) {
        Decision decision = Ingest.replicated(rest, asked, source);
        write(decision);
        List<Hash> arrived = settle(rest, decision);
        rest = rest(decision, parked.take(asked, arrived));
        // What proves a fork is decided first of a batch or not at all.
        rest = withWaiting(rest, decision.forks().isEmpty() && !rest.isEmpty() ? 1 : 0);
        ready.addAll(parked.take(arrived));
      }
      bringRejected();
      return results;
    }

    /**
     * What is still to be decided, with what was found behind a fork: that is kept only if one that
     * needs it is decided together with it.
     */
    private List<VerifiedEntry> rest(Decision decision, List<VerifiedEntry> waiting) {
      List<VerifiedEntry> rest = new ArrayList<>(decision.undecided());
      boolean provesFork = decision.forks().isEmpty() && !rest.isEmpty();
      rest.addAll(waiting);
      if (!rest.isEmpty()) {
        rest.addAll(provesFork ? 1 : 0, ended);
      }
      return rest;
    }

    /**
     * With all that waits for it, however indirectly, each behind what it stands on: what stands
     * behind a fork waits for other things than those.
     *
     * @param fixed so many stay in front
     */
    private List<VerifiedEntry> withWaiting(List<VerifiedEntry> entries, int fixed) {
      List<VerifiedEntry> all = new ArrayList<>(entries);
      for (int i = 0; i < all.size(); i++) {
        all.addAll(parked.take(asked, List.of(all.get(i).hash())));
      }
      if (all.size() == entries.size()) {
        return all;
      }
      List<VerifiedEntry> ordered = new ArrayList<>(all.subList(0, fixed));
      ordered.addAll(CausalOrder.of(all.subList(fixed, all.size())));
      return ordered;
    }

    /** Tells what has arrived. */
    private List<Hash> settle(List<VerifiedEntry> batch, Decision decision) {
      List<Hash> arrived = new ArrayList<>();
      Map<VerifiedEntry, IngestResult.Parked> waiters = new LinkedHashMap<>();
      for (int i = 0; i < decision.results().size(); i++) {
        VerifiedEntry entry = batch.get(i);
        IngestResult result = decision.results().get(i);
        results.putIfAbsent(entry.hash(), result);
        if (result instanceof IngestResult.Parked waiting) {
          waits(entry, waiting, waiters);
        } else if (result instanceof IngestResult.Rejected refusal) {
          reject(entry, refusal.reason());
        } else if (result instanceof IngestResult.Duplicate) {
          // An entry before it in the batch may wait for it all the same.
          arrived.add(entry.hash());
        }
      }
      decision.accepted().forEach(accepted -> arrived.add(accepted.entry().hash()));
      park(waiters);
      return arrived;
    }

    /** What waits for something that was refused will never be good. */
    private void waits(
        VerifiedEntry entry,
        IngestResult.Parked waiting,
        Map<VerifiedEntry, IngestResult.Parked> waiters) {
      for (Hash missing : waiting.missing()) {
        if (refused.contains(missing) || unasked.contains(missing) && standsOn(entry, missing)) {
          refused.add(entry.hash());
          return;
        }
      }
      waiters.put(entry, waiting);
    }

    /** What is of another document was not asked for here, but may be elsewhere: a definition. */
    private static boolean standsOn(VerifiedEntry entry, Hash before) {
      return entry.entry().backlink().filter(before::equals).isPresent()
          || previous(entry).contains(before);
    }

    private void park(Map<VerifiedEntry, IngestResult.Parked> waiters) {
      Map<VerifiedEntry, Set<Hash>> worthwhile = worthwhile(waiters);
      // Before those that stand on them, so that they come out in this order.
      standingBehindForks(worthwhile)
          .forEach((entry, missing) -> parked.park(asked, entry, missing));
      worthwhile.forEach((entry, missing) -> parked.park(asked, entry, missing));
    }

    /** An entry behind a fork is only kept waiting where another waits for it. */
    private Map<VerifiedEntry, Set<Hash>> worthwhile(
        Map<VerifiedEntry, IngestResult.Parked> waiters) {
      Set<Hash> awaited = new HashSet<>();
      List<VerifiedEntry> lastFirst = new ArrayList<>(waiters.keySet());
      Collections.reverse(lastFirst);
      for (VerifiedEntry entry : lastFirst) {
        IngestResult.Parked waiting = waiters.get(entry);
        if (waiting != null && waiting.behindFork() && !isAwaited(entry.hash(), awaited)) {
          waiters.remove(entry);
        } else if (waiting != null) {
          awaited.addAll(waiting.missing());
        }
      }
      Map<VerifiedEntry, Set<Hash>> worthwhile = new LinkedHashMap<>();
      waiters.forEach((entry, waiting) -> worthwhile.put(entry, waiting.missing()));
      return worthwhile;
    }

    private boolean isAwaited(Hash hash, Set<Hash> awaited) {
      return awaited.contains(hash) || parked.isMissing(hash);
    }

    /**
     * What stands behind a fork and what a waiting entry stands on, with what that one waits for:
     * they have to be decided together.
     */
    private Map<VerifiedEntry, Set<Hash>> standingBehindForks(
        Map<VerifiedEntry, Set<Hash>> waiters) {
      Map<VerifiedEntry, Set<Hash>> needed = new LinkedHashMap<>();
      for (VerifiedEntry entry : ended) {
        needed.put(entry, new HashSet<>());
      }
      waiters.forEach(
          (waiter, missing) -> {
            Set<Hash> past = new HashSet<>(previous(waiter));
            for (int i = ended.size() - 1; i >= 0; i--) {
              VerifiedEntry entry = ended.get(i);
              if (past.contains(entry.hash())) {
                past.addAll(previous(entry));
                needed.computeIfPresent(entry, (each, all) -> with(all, missing));
              }
            }
          });
      needed.values().removeIf(Set::isEmpty);
      return needed;
    }

    private static Set<Hash> with(Set<Hash> all, Set<Hash> more) {
      all.addAll(more);
      return all;
    }

    private static List<Hash> previous(VerifiedEntry entry) {
      return entry.operation().previous().map(DocumentViewId::operationIds).orElse(List.of());
    }

    private void reject(VerifiedEntry entry, Reason reason) {
      if (reason == Reason.LOG_ENDED) {
        if (endedHashes.add(entry.hash())) {
          ended.add(entry);
        }
      } else if (reason == Reason.NOT_ASKED_FOR) {
        unasked.add(entry.hash());
      } else {
        refused.add(entry.hash());
      }
      rejected.add(entry);
    }

    /**
     * What came under another choice and waits for what was rejected is decided together with it:
     * behind a fork it may be needed, and otherwise nothing is left to wait for.
     */
    private void bringRejected() {
      List<Hash> hashes = new ArrayList<>();
      for (VerifiedEntry entry : rejected) {
        if (brought.add(entry.hash())) {
          hashes.add(entry.hash());
        }
      }
      for (Ready waiting : parked.take(hashes)) {
        List<VerifiedEntry> together = new ArrayList<>(rejected);
        together.addAll(waiting.entries());
        ready.add(new Ready(waiting.asked(), together));
      }
    }
  }
}
