package bambusa.relay.ingest;

import bambusa.crypto.Hash;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.ParkedEntries;
import bambusa.relay.storage.StorageException;
import bambusa.relay.storage.StoreWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The one way into the store.
 *
 * <pre>
 * publish, replicate → queue → verifiers, several threads → writer, one thread → on disk → futures
 * verifyAhead ─────────────→ verifiers ─ … → replicate ───→ writer
 * </pre>
 *
 * Bounded: when too much is inside, publishing is refused and replication waits. Whoever opens a
 * gate closes it, before the store.
 */
public final class IngestGate implements EntryPublisher, AutoCloseable {

  private static final int MAX_ENTRIES = 20_000;
  private static final long MAX_BYTES = 64L << 20;

  /** Under each choice of documents. */
  private static final int MAX_PARKED = 10_000;

  private static final long MAX_PARKED_BYTES = 16L << 20;

  private static final String STOPPING = "this node is being stopped";

  /** As many signatures make a good batch. */
  private static final int BATCH = 2_000;

  private final SubmissionQueue queue = new SubmissionQueue(MAX_ENTRIES, MAX_BYTES);
  private final ParkedEntries parked = new ParkedEntries(MAX_PARKED, MAX_PARKED_BYTES);
  private final GroupCommit groupCommit;
  private final HostRules rules;
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Opens the gate.
   *
   * @param accepted which documents may be published here
   */
  public IngestGate(
      StoreWriter writer, DocumentChoice accepted, ArrivalSignal signal, GateResources resources) {
    this.rules = resources.rules();
    this.groupCommit = new GroupCommit(queue, writer, parked, accepted, signal, resources);
    for (int i = 0; i < resources.verifiers(); i++) {
      Verification verification =
          new Verification(new BatchSignatureJudge(resources.random()), rules);
      threads.add(new Thread(() -> verify(verification), "verifier-" + i));
    }
    threads.add(new Thread(this::decide, "ingest-writer"));
    threads.forEach(Thread::start);
  }

  @Override
  public CompletableFuture<PublishResult> publish(EncodedEntryAndOperation encoded) {
    Submission.Publication publication = new Submission.Publication(encoded);
    Optional<String> shortage = shortage();
    if (shortage.isPresent()) {
      publication.result.complete(new PublishResult.Full(shortage.get()));
    } else if (!queue.offer(publication)) {
      publication.result.complete(
          new PublishResult.Busy("too many entries wait to be stored here, try again later"));
    }
    return publication.result;
  }

  @Override
  public Optional<String> shortage() {
    return rules.shortage();
  }

  /**
   * Ingests what a peer sent. Any thread may call; while too much is inside the gate it is held up,
   * so that the peer is asked for less.
   */
  public CompletableFuture<PeerPageResult> replicate(PeerPage page) throws InterruptedException {
    Submission.Page submission = new Submission.Page(page.entries(), page.forkProofs()).of(page);
    Optional<String> shortage = shortage();
    if (shortage.isPresent() && submission.size() > 0) {
      submission.fail(new StorageException(shortage.get()));
    } else if (!queue.put(submission)) {
      submission.fail(new StorageException(STOPPING));
    }
    return submission.result;
  }

  /**
   * Begins to verify what will likely be ingested next. Empty when too much is inside already.
   * Whoever gets it gives it back, by {@link #replicate(PeerPage, PageAhead)} or {@link #forget}.
   */
  public Optional<PageAhead> verifyAhead(
      List<EncodedEntryAndOperation> entries, List<EncodedForkProof> forkProofs) {
    Submission.Page submission = new Submission.Page(entries, forkProofs);
    return queue.offerAhead(submission) ? Optional.of(new PageAhead(submission)) : Optional.empty();
  }

  /** As {@link #replicate(PeerPage)}, without verifying again what was verified ahead. */
  public CompletableFuture<PeerPageResult> replicate(PeerPage page, PageAhead ahead)
      throws InterruptedException {
    if (!ahead.isOf(page) || shortage().isPresent()) {
      forget(ahead);
      return replicate(page);
    }
    Submission.Page submission = ahead.submission().of(page);
    if (!queue.decide(submission)) {
      submission.fail(new StorageException(STOPPING));
    }
    return submission.result;
  }

  /** Gives up what was to be ingested. */
  public void forget(PageAhead ahead) {
    queue.forget(ahead.submission());
  }

  /** Hashes of entries that parked ones wait for, oldest first, to be asked for by hash. */
  public List<Hash> missing(int limit) {
    return parked.missing(limit);
  }

  /** How many parked entries were evicted so far. */
  public long evicted() {
    return parked.evicted();
  }

  /** How many entries are parked. */
  public int parkedCount() {
    return parked.size();
  }

  private void verify(Verification verification) {
    try {
      List<Submission> submissions = queue.takeToVerify(BATCH);
      while (!submissions.isEmpty()) {
        verify(verification, submissions);
        queue.verified(submissions);
        submissions = queue.takeToVerify(BATCH);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void verify(Verification verification, List<Submission> submissions) {
    try {
      verification.verify(submissions);
    } catch (RuntimeException e) {
      // Reported by the writer, which fails what these entries came with.
      submissions.forEach(submission -> submission.failure = e);
    }
  }

  private void decide() {
    try {
      Optional<Submission> next = queue.takeToDecide();
      while (next.isPresent()) {
        groupCommit.ingest(next.get());
        next = queue.takeToDecide();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes in nothing more, and returns when everything inside is on disk or failed. */
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
