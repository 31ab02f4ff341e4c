package bambusa.relay.ingest;

import bambusa.ingest.BatchIngest;
import bambusa.ingest.Decision;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.IngestResult;
import bambusa.ingest.ParkedEntries;
import bambusa.ingest.Reason;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.Entry;
import bambusa.relay.storage.Committed;
import bambusa.relay.storage.StorageException;
import bambusa.relay.storage.StoreConflictException;
import bambusa.relay.storage.StoreFullException;
import bambusa.relay.storage.StoreUnavailableException;
import bambusa.relay.storage.StoreWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps 3 and 4 of ingest, on the writer's thread: decides what is verified and writes it, as many
 * submissions to a transaction as are there meanwhile, since a commit costs more than a hundred
 * entries. Nobody hears of a result before it is on disk.
 */
final class GroupCommit {

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  /** Each begins with fresh facts. */
  private static final int MAX_RETRIES = 5;

  private static final String STORED = "STORED";
  private static final int MAX_ENTRIES = 10_000;

  /** Of so many entries what they need is looked up together. */
  private static final int TOGETHER = 200;

  private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final SubmissionQueue queue;
  private final StoreWriter writer;
  private final BatchIngest ingest;
  private final HostRules rules;
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
    this.rules = resources.rules();
    this.ingest = new BatchIngest(writer, this::write, parked);
    this.accepted = admitted(accepted);
    this.signal = signal;
    this.resources = resources;
  }

  private DocumentChoice admitted(DocumentChoice asked) {
    return new AdmittedDocuments(asked, rules);
  }

  private void write(Decision decision) {
    writer.write(decision);
    rules.written(decision);
  }

  /** Ingests a submission, and in the same transaction what has been verified meanwhile. */
  void ingest(Submission first) {
    List<Submission> group = new ArrayList<>(List.of(first));
    @Nullable RuntimeException failure = attempt(group, true);
    for (int i = 0; i < MAX_RETRIES && failure instanceof StoreConflictException; i++) {
      failure = attempt(group, false);
    }
    if (failure == null) {
      return;
    }
    if (group.size() == 1 || failsAlike(failure)) {
      fail(group, failure);
      return;
    }
    // One of them may be the cause; the others must not suffer.
    for (Submission submission : group) {
      List<Submission> alone = List.of(submission);
      @Nullable RuntimeException own = attempt(new ArrayList<>(alone), false);
      if (own != null) {
        fail(alone, own);
      }
    }
  }

  /** Whether the cause lies in none of those that failed together. */
  private static boolean failsAlike(RuntimeException failure) {
    return failure instanceof StoreUnavailableException || failure instanceof StoreFullException;
  }

  /** Why the group could not be written; null when it was. */
  private @Nullable RuntimeException attempt(List<Submission> group, boolean mayGrow) {
    List<Runnable> answers = new ArrayList<>();
    Committed committed;
    try {
      writer.begin();
      long begun = resources.nanoTime().getAsLong();
      decideAll(group, mayGrow, answers);
      long decided = resources.nanoTime().getAsLong();
      committed = writer.commit();
      resources.meters().decisions().add(decided - begun);
      resources.meters().commits().add(resources.nanoTime().getAsLong() - decided);
    } catch (RuntimeException e) {
      writer.rollBack();
      ingest.rolledBack();
      rules.takenBack(e);
      return e;
    }
    ingest.committed();
    rules.committed();
    signal.arrived(committed);
    resources.completions().execute(() -> answers.forEach(Runnable::run));
    return null;
  }

  private void decideAll(List<Submission> group, boolean mayGrow, List<Runnable> answers) {
    long begun = resources.nanoTime().getAsLong();
    int entries = 0;
    int decided = 0;
    do {
      if (mayGrow) {
        grow(group, decided);
      }
      List<Submission> some =
          List.copyOf(group.subList(decided, Math.min(group.size(), decided + TOGETHER)));
      writer.foresee(publications(some));
      for (Submission submission : some) {
        answers.add(decide(submission));
        entries += submission.size();
      }
      decided += some.size();
      boolean hasTime = resources.nanoTime().getAsLong() - begun < MAX_NANOS;
      if (mayGrow && decided == group.size() && hasTime && entries < MAX_ENTRIES) {
        queue.pollToDecide().ifPresent(group::add);
      }
    } while (decided < group.size());
  }

  /** Takes in what has been verified meanwhile. */
  private void grow(List<Submission> group, int decided) {
    int entries = 0;
    for (Submission submission : group.subList(decided, group.size())) {
      entries += submission.size();
    }
    Optional<Submission> next = entries < TOGETHER ? queue.pollToDecide() : Optional.empty();
    while (next.isPresent()) {
      group.add(next.get());
      entries += next.get().size();
      next = entries < TOGETHER ? queue.pollToDecide() : Optional.empty();
    }
  }

  private static List<VerifiedEntry> publications(List<Submission> submissions) {
    List<VerifiedEntry> entries = new ArrayList<>();
    for (Submission submission : submissions) {
      if (submission instanceof Submission.Publication publication
          && publication.failure == null
          && publication.checked.get(0) instanceof Submission.Checked.Verified verified) {
        entries.add(verified.entry());
      }
    }
    return entries;
  }

  private void fail(List<Submission> group, RuntimeException cause) {
    if (failsAlike(cause)) {
      LOG.warn("{} submissions could not be ingested: {}", group.size(), cause.getMessage());
    } else {
      LOG.error("{} submissions could not be ingested", group.size(), cause);
    }
    RuntimeException told =
        cause instanceof StorageException
            ? cause
            : new StorageException("the entry could not be ingested: " + cause, cause);
    List<Submission> failed = List.copyOf(group);
    resources.completions().execute(() -> failed.forEach(submission -> submission.fail(told)));
  }

  private Runnable decide(Submission submission) {
    if (submission.failure != null) {
      throw submission.failure;
    }
    if (submission instanceof Submission.Publication publication) {
      PublishResult result = published(publication.checked.get(0));
      return () -> {
        resources
            .meters()
            .published()
            .add(
                result instanceof PublishResult.Refused refused ? refused.reason().name() : STORED);
        publication.result.complete(result);
      };
    }
    Submission.Page page = (Submission.Page) submission;
    PeerPageResult result = replicated(page);
    return () -> {
      result.entries().forEach(entry -> resources.meters().replicated().add(name(entry)));
      page.result.complete(result);
    };
  }

  private static String name(IngestResult result) {
    if (result instanceof IngestResult.Rejected rejected) {
      return rejected.reason().name();
    }
    return result instanceof IngestResult.Accepted
        ? STORED
        : result.getClass().getSimpleName().toUpperCase(Locale.ROOT);
  }

  private PublishResult published(Submission.Checked checked) {
    if (checked instanceof Submission.Checked.Refused refused) {
      return refused(refused.rejected());
    }
    VerifiedEntry verified = ((Submission.Checked.Verified) checked).entry();
    Entry entry = verified.entry();
    Optional<String> refusal = rules.refusal(entry.author());
    if (refusal.isPresent()) {
      return new PublishResult.Refused(Reason.NOT_ACCEPTED, refusal.get());
    }
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
    List<Submission.Checked> allChecked = submission.checked.stream().map(this::ofAuthor).toList();
    for (Submission.Checked checked : allChecked) {
      if (checked instanceof Submission.Checked.Verified verified) {
        batch.add(verified.entry());
      }
    }
    List<IngestResult> decided = ingest.ingest(batch, admitted(page.asked()));
    PeerPage.Progress progress = page.progress();
    // What is parked is not stored: after a crash it must be read again.
    if (progress != null && ingest.hasStoredAll(admitted(progress.target()))) {
      writer.keepCursor(progress.peer(), progress.target(), progress.cursor());
    }
    int refusedProofs = page.forkProofs().size() - submission.proofs.size();
    return new PeerPageResult(inOrder(allChecked, decided), refusedProofs);
  }

  private Submission.Checked ofAuthor(Submission.Checked checked) {
    if (checked instanceof Submission.Checked.Verified verified) {
      Optional<String> refusal = rules.refusal(verified.entry().entry().author());
      if (refusal.isPresent()) {
        return new Submission.Checked.Refused(
            new IngestResult.Rejected(Reason.NOT_ACCEPTED, refusal.get()));
      }
    }
    return checked;
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
