package bambusa.relay.ingest;

import bambusa.ingest.BatchIngest;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.IngestResult;
import bambusa.ingest.ParkedEntries;
import bambusa.ingest.Reason;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.Entry;
import bambusa.relay.storage.Committed;
import bambusa.relay.storage.StorageException;
import bambusa.relay.storage.StoreWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps 3 and 4 of ingest, on the writer's thread: decides what is verified and writes it, as many
 * submissions to a transaction as are there meanwhile, since a commit costs more than a hundred
 * entries. Nobody hears of a result before it is on disk.
 */
final class GroupCommit {

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private static final int MAX_ENTRIES = 10_000;
  private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final SubmissionQueue queue;
  private final StoreWriter writer;
  private final BatchIngest ingest;
  private final DocumentChoice accepted;
  private final ArrivalSignal signal;
  private final GateResources resources;

  GroupCommit(
      SubmissionQueue queue,
      StoreWriter writer,
      ParkedEntries parked,
      DocumentChoice accepted,
      ArrivalSignal signal,
      GateResources resources) {
    this.queue = queue;
    this.writer = writer;
    this.ingest = new BatchIngest(writer, writer::write, parked);
    this.accepted = accepted;
    this.signal = signal;
    this.resources = resources;
  }

  /** Ingests a submission, and in the same transaction what has been verified meanwhile. */
  void ingest(Submission first) {
    List<Submission> group = new ArrayList<>(List.of(first));
    boolean done = attempt(group, true);
    if (!done && group.size() > 1) {
      // One of them may be the cause; the others must not suffer.
      for (Submission submission : group) {
        attempt(new ArrayList<>(List.of(submission)), false);
      }
    }
  }

  /** Whether the group is done with: written, or failed though it was alone. */
  private boolean attempt(List<Submission> group, boolean mayGrow) {
    List<Runnable> answers = new ArrayList<>();
    Committed committed;
    try {
      writer.begin();
      long begun = resources.nanoTime().getAsLong();
      int entries = 0;
      for (int i = 0; i < group.size(); i++) {
        answers.add(decide(group.get(i)));
        entries += group.get(i).size();
        boolean hasTime = resources.nanoTime().getAsLong() - begun < MAX_NANOS;
        if (mayGrow && i == group.size() - 1 && hasTime && entries < MAX_ENTRIES) {
          queue.pollToDecide().ifPresent(group::add);
        }
      }
      committed = writer.commit();
    } catch (RuntimeException e) {
      LOG.error("{} submissions could not be ingested", group.size(), e);
      takeBack(group, e);
      return false;
    }
    ingest.committed();
    signal.arrived(committed);
    resources.completions().execute(() -> answers.forEach(Runnable::run));
    return true;
  }

  private void takeBack(List<Submission> group, RuntimeException cause) {
    try {
      writer.rollBack();
    } catch (StorageException e) {
      LOG.error("the next transaction will begin with what this one could not take back", e);
    }
    ingest.rolledBack();
    if (group.size() == 1) {
      RuntimeException told =
          cause instanceof StorageException
              ? cause
              : new StorageException("the entry could not be ingested: " + cause, cause);
      resources.completions().execute(() -> group.get(0).fail(told));
    }
  }

  private Runnable decide(Submission submission) {
    if (submission.failure != null) {
      throw submission.failure;
    }
    if (submission instanceof Submission.Publication publication) {
      PublishResult result = published(publication.checked.get(0));
      return () -> publication.result.complete(result);
    }
    Submission.Page page = (Submission.Page) submission;
    PeerPageResult result = replicated(page);
    return () -> page.result.complete(result);
  }

  private PublishResult published(Submission.Checked checked) {
    if (checked instanceof Submission.Checked.Refused refused) {
      return refused(refused.rejected());
    }
    VerifiedEntry verified = ((Submission.Checked.Verified) checked).entry();
    Entry entry = verified.entry();
    IngestResult result = ingest.publish(verified, accepted).results().get(0);
    if (result instanceof IngestResult.Accepted) {
      return new PublishResult.Stored(writer.nextArgs(entry));
    }
    if (result instanceof IngestResult.Forked forked) {
      return new PublishResult.Refused(Reason.WRONG_SEQ_NUM, forked.detail());
    }
    if (result instanceof IngestResult.Rejected rejected) {
      return refused(rejected);
    }
    throw new IllegalStateException("publishing came to " + result);
  }

  private static PublishResult refused(IngestResult.Rejected rejected) {
    return new PublishResult.Refused(rejected.reason(), rejected.detail());
  }

  private PeerPageResult replicated(Submission.Page submission) {
    PeerPage page = submission.page();
    submission.proofs.forEach(ingest::ingest);
    List<VerifiedEntry> batch = new ArrayList<>();
    for (Submission.Checked checked : submission.checked) {
      if (checked instanceof Submission.Checked.Verified verified) {
        batch.add(verified.entry());
      }
    }
    List<IngestResult> decided = ingest.ingest(batch, page.asked());
    PeerPage.Progress progress = page.progress();
    // What is parked is not stored: after a crash it must be read again.
    if (progress != null && ingest.hasStoredAll(progress.target())) {
      writer.keepCursor(progress.peer(), progress.target(), progress.cursor());
    }
    int refusedProofs = page.forkProofs().size() - submission.proofs.size();
    return new PeerPageResult(inOrder(submission.checked, decided), refusedProofs);
  }

  private static List<IngestResult> inOrder(
      List<Submission.Checked> checked, List<IngestResult> decided) {
    List<IngestResult> results = new ArrayList<>(checked.size());
    int next = 0;
    for (Submission.Checked each : checked) {
      if (each instanceof Submission.Checked.Refused refused) {
        results.add(refused.rejected());
      } else {
        results.add(decided.get(next));
        next++;
      }
    }
    return results;
  }
}
