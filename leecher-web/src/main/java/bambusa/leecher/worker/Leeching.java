package bambusa.leecher.worker;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.ingest.AcceptedEntry;
import bambusa.ingest.DocumentChoice;
import bambusa.leecher.js.Promises;
import bambusa.leecher.js.WorkerScope;
import bambusa.leecher.store.LeecherStore;
import bambusa.leecher.store.Merging;
import bambusa.leecher.store.PageWrite;
import bambusa.leecher.store.StorageException;
import bambusa.log.LogKey;
import bambusa.operation.SchemaId;
import bambusa.replication.FeedPage;
import bambusa.replication.NodeInfo;
import bambusa.replication.TargetSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * One session with one relay (replication.md 3 and 4): catches up, then stays, until something
 * fails or it is closed. Then the next session continues from the stored cursor.
 *
 * <p>A page can only be asked for when the cursor of the one before it is known, so two requests of
 * a feed are never under way at once. Instead the next page is asked for as soon as the cursor of
 * this one has been scanned, before anything in it is decoded; while it is under way this page is
 * verified in other workers, and the one before it is decided and written.
 */
final class Leeching {

  private static final int MAX_WAIT_SECONDS = 25;
  private static final int MISSING_AT_ONCE = 16;

  private final Relay relay;
  private final LeecherStore store;
  private final Documents documents;
  private final TargetSet target;
  private final Gate gate;
  private final MissingPast missingPast;
  private final Merging merging;
  private final FeedGuard guard = new FeedGuard();
  private final StatusReport status;
  private final PageNews news;
  private final Runnable progress;
  private final SignaturePool signatures;
  private final SessionWrites writes;

  private String cursorName = "";
  private String countName = "";
  private String heldName = "";
  private long now;
  private long held;
  private long count;
  private @Nullable Comparison comparison;

  /** A page whose signatures are being verified. */
  private record PageUnderWay(FeedPage page, Batch batch) {}

  /**
   * One session.
   *
   * @param progress is run whenever the relay was of use
   */
  Leeching(
      Relay relay,
      OpenStore opened,
      TargetSet target,
      SignaturePool signatures,
      PageNews news,
      Runnable progress) {
    this.relay = relay;
    this.store = opened.store();
    this.documents = opened.documents();
    this.target = target;
    this.status = news.status();
    this.news = news;
    this.progress = progress;
    this.signatures = signatures;
    this.gate = new Gate(store, signatures);
    this.writes = new SessionWrites(opened, news, progress);
    this.missingPast = new MissingPast(relay, gate, store, target, this::write);
    this.merging = new Merging(store);
  }

  /**
   * Leeches until something fails.
   *
   * @param others what else may bring entries; null for nothing
   */
  void run(@Nullable Comparison others) throws RelayException {
    comparison = others;
    if (others != null) {
      others.with(store.directory());
    }
    documents.goOn(relay::close);
    try {
      // Where nothing is stored no relay's cursor is worth anything, so none need be known first.
      Relay.@Nullable ComingPage early =
          store.directory().entryCount() == 0 ? relay.askPage(null, target, 0) : null;
      NodeInfo node = relay.node();
      news.schemas(node.schemaIds());
      readCounts(node);
      cursorName = "cursor " + node.storeId() + " " + target;
      Gaps gaps = writes.readGaps("gaps " + node.storeId() + " " + target);
      for (SchemaId schemaId : target.schemaIds().map(List::copyOf).orElse(List.of())) {
        missingPast.fetchSchema(schemaId);
      }
      if (!gaps.logs().isEmpty()) {
        gaps.removeAll(missingPast.fetchLogs(gaps.logs()));
      }
      followFeed(Math.min(node.maxWaitSeconds(), MAX_WAIT_SECONDS), early);
    } catch (RelayException e) {
      StorageException problem = documents.broken();
      if (problem != null) {
        throw problem;
      }
      throw e;
    } finally {
      writes.awaitStored();
    }
  }

  /** How many entries the relay says that it holds, and the most that are known of. */
  private void readCounts(NodeInfo node) {
    countName = "count " + node.storeId();
    heldName = "held " + node.storeId();
    now = node.entryCount();
    count = Math.max(now, number(countName));
    held = number(heldName);
    status.relayHolds(now, held);
  }

  private long number(String name) {
    String text = store.text(name);
    return text == null ? 0 : Long.parseLong(text);
  }

  /**
   * The feed is behind the cursor that this store gave out: it was put back to an earlier state.
   * The count alone tells nothing, since a fork makes it smaller too.
   */
  private void putBack(PageWrite write) {
    held = Math.max(held, Math.max(count, now + 1));
    write.text(heldName, Long.toString(held));
    news.rolledBack(held, now);
    status.relayHolds(now, held);
    count = now;
  }

  private void followFeed(int waitSeconds, Relay.@Nullable ComingPage early) throws RelayException {
    String cursor = early != null ? null : store.text(cursorName);
    Relay.ComingPage coming = early != null ? early : relay.askPage(cursor, target, 0);
    @Nullable PageUnderWay underWay = null;
    status.enter(StatusReport.State.CATCHING_UP, null);
    while (true) {
      if (underWay != null) {
        Promises.awaitEither(
            coming.watched().getPromise(), underWay.batch().verification().getPromise());
        if (!coming.watched().isSettled()) {
          finish(underWay);
          underWay = null;
        }
      }
      if (underWay == null) {
        takeFromOthers(coming);
      }
      FeedPage page = coming.await();
      guard.arrived(page, cursor);
      cursor = page.endCursor();
      coming = relay.askPage(cursor, target, page.hasNextPage() ? 0 : waitSeconds);
      Batch batch = gate.begin(page.entries(), page.forkProofs(), this::isWanted);
      if (underWay != null) {
        finish(underWay);
      }
      underWay = new PageUnderWay(page, batch);
      if (!page.hasNextPage()) {
        finish(underWay);
        underWay = null;
        caughtUp();
      }
    }
  }

  /** While the relay has nothing new, what others have comes from them. */
  private void takeFromOthers(Relay.ComingPage coming) {
    Comparison others = comparison;
    while (others != null && !coming.watched().isSettled()) {
      JSObject step = others.awaitStep(coming.watched().getPromise());
      if (step != null) {
        takeIn(step);
      }
    }
  }

  /**
   * Through a gate of its own: what another relay sends ends no log's replication from this one.
   */
  private void takeIn(JSObject step) {
    try {
      IngestStep read = IngestStep.of(step);
      Gate other = new Gate(store, signatures);
      Batch batch = other.begin(read.entries(), read.proofs(), this::isWantedOrDefines);
      batch.awaitVerified();
      PageWrite write = store.beginPage();
      Gate.Outcome outcome = other.decide(batch, missingPast::isAskedOrDefines, write);
      writes.start(outcome, write);
      writes.awaitStored();
      takeInWhatWaited(outcome);
    } catch (MalformedException e) {
      WorkerScope.note("another relay sent what is no entry: " + e.getMessage());
    }
  }

  /** What this relay sent may have waited for what another has brought. */
  private void takeInWhatWaited(Gate.Outcome brought) {
    List<Hash> hashes = new ArrayList<>();
    for (AcceptedEntry accepted : brought.accepted) {
      hashes.add(accepted.entry().hash());
    }
    Batch waited = new Batch(List.of());
    waited.verified.addAll(gate.waitingFor(hashes));
    if (!waited.verified.isEmpty()) {
      write(waited, missingPast::isAskedOrDefines);
    }
    askOthers(brought.parkedLogs);
  }

  private void askOthers(Set<LogKey> logs) {
    List<Hash> missing = gate.missing(MISSING_AT_ONCE);
    if (comparison != null && !(missing.isEmpty() && logs.isEmpty())) {
      comparison.want(missing, logs);
    }
  }

  private boolean isWantedOrDefines(SchemaId schemaId) {
    return isWanted(schemaId) || MissingPast.defines(schemaId);
  }

  private boolean isWanted(SchemaId schemaId) {
    return target.schemaIds().isEmpty() || target.schemaIds().get().contains(schemaId);
  }

  /** Nothing more can be had now: there is time for what was left aside. */
  private void caughtUp() throws RelayException {
    writes.awaitStored();
    missingPast.fetch();
    if (gate.nothingParked()) {
      writes.filled(gate::isFollowed);
    }
    progress.run();
    status.remaining(0);
    status.enter(StatusReport.State.LIVE, null);
    signatures.close();
    if (comparison != null) {
      comparison.begin();
      askOthers(Set.of());
    }
    if (merging.mergeSmallPages()) {
      news.merged();
    }
  }

  private void finish(PageUnderWay underWay) throws RelayException {
    FeedPage page = underWay.page();
    if (status.state() == StatusReport.State.LIVE) {
      // It came after the relay was asked how many it holds.
      count += page.entries().size();
    }
    underWay.batch().awaitVerified();
    PageWrite write = store.beginPage();
    Gate.Outcome outcome = gate.decide(underWay.batch(), target, write);
    write.text(cursorName, page.endCursor());
    if (page.reset()) {
      putBack(write);
    }
    write.text(countName, Long.toString(count));
    writes.startWithGaps(outcome, write);
    status.remaining(page.remaining());
    if (page.hasNextPage() && status.state() == StatusReport.State.LIVE) {
      status.enter(StatusReport.State.CATCHING_UP, null);
    }
    guard.decided(page, outcome.accepted.size(), outcome.known, store.directory().entryCount());
    if (!missingPast.isExhausted() && !page.hasNextPage()) {
      writes.awaitStored();
    }
  }

  /** Decides and stores what was asked for beside the feed. */
  private Gate.Outcome write(Batch batch, DocumentChoice choice) {
    PageWrite write = store.beginPage();
    Gate.Outcome outcome = gate.decide(batch, choice, write);
    writes.startWithGaps(outcome, write);
    writes.awaitStored();
    return outcome;
  }
}
