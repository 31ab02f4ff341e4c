package bambusa.relay.peers;

import bambusa.bytes.MalformedException;
import bambusa.ingest.IngestResult;
import bambusa.ingest.Reason;
import bambusa.relay.ingest.IngestGate;
import bambusa.relay.ingest.PeerPage;
import bambusa.relay.ingest.PeerPageResult;
import bambusa.replication.PullSession;
import bambusa.replication.Question;
import bambusa.replication.ReplyReader;
import bambusa.replication.SessionSettings;
import bambusa.replication.SessionState;
import bambusa.replication.Step;
import bambusa.replication.TargetSet;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what one session decides, on a thread of its own: asks, ingests, rests. */
final class Peer implements Runnable, PullSession.Observer {

  private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

  private final PeerAddress address;
  private final PeerAsking asking;
  private final IngestGate gate;
  private final TargetSet target;
  private final LongSupplier nowMillis;
  private final PullSession session;
  private final Map<String, Long> refused = new HashMap<>();
  private final CountDownLatch stopping = new CountDownLatch(1);

  private SessionState state = SessionState.ASKING_NODE;
  private long sinceMillis;
  private @Nullable Long restUntilMillis;
  private String reason = "not asked yet";
  private long accepted;
  private int wantedLogs;
  private long entriesBehind;
  private @Nullable String lastError;

  Peer(PeerAddress address, PeerTransport transport, Parts parts) {
    this.address = address;
    this.asking = new PeerAsking(transport, parts.replies(), parts.gate());
    this.gate = parts.gate();
    this.target = parts.settings().target();
    this.nowMillis = parts.nowMillis();
    this.sinceMillis = nowMillis.getAsLong();
    this.session = parts.session(this);
  }

  /** Runs until it is stopped and its thread interrupted. */
  @Override
  public void run() {
    try (asking) {
      while (stopping.getCount() > 0) {
        step();
        count();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the thread end after what it does now; interrupting the thread ends that too. */
  void stop() {
    stopping.countDown();
  }

  private synchronized void count() {
    wantedLogs = session.wantedLogs();
    entriesBehind = (long) session.entriesBehind();
  }

  private void step() throws InterruptedException {
    try {
      Step step = session.next(nowMillis.getAsLong());
      if (step instanceof Step.Ask ask) {
        ask(ask.question());
      } else if (step instanceof Step.Store store) {
        store(store);
      } else {
        rest((Step.Rest) step);
      }
    } catch (RuntimeException e) {
      LOG.error("replicating from {}", address, e);
      session.failed("this relay failed: " + e.getMessage(), nowMillis.getAsLong());
    }
  }

  private void ask(Question question) throws InterruptedException {
    try {
      session.answered(asking.ask(question), nowMillis.getAsLong());
    } catch (IOException | MalformedException e) {
      session.failed(String.valueOf(e.getMessage()), nowMillis.getAsLong());
    }
  }

  private void store(Step.Store store) throws InterruptedException {
    try {
      CompletableFuture<PeerPageResult> stored = asking.ingest(page(store.batch()));
      if (store.ahead() != null) {
        asking.askAhead(store.ahead());
      }
      session.stored(outcome(store.batch(), stored.get()), nowMillis.getAsLong());
    } catch (ExecutionException e) {
      String cause =
          e.getCause() == null ? e.toString() : String.valueOf(e.getCause().getMessage());
      session.failed("not stored: " + cause, nowMillis.getAsLong());
    }
  }

  private PeerPage page(Step.Batch batch) {
    Step.SavedCursor saved = batch.cursor();
    PeerPage.Progress progress =
        saved == null ? null : new PeerPage.Progress(saved.peerStoreId(), target, saved.cursor());
    return new PeerPage(
        batch.entries(), PeerAsking.encoded(batch.forkProofs()), batch.asked(), progress);
  }

  private synchronized Step.Outcome outcome(Step.Batch batch, PeerPageResult result) {
    Step.Outcome outcome = Step.Outcome.of(batch, result.entries(), result.refusedProofs());
    accepted += outcome.accepted();
    if (result.refusedProofs() > 0) {
      refused.merge("FORK_PROOF", (long) result.refusedProofs(), Long::sum);
    }
    IngestResult.@Nullable Rejected first = null;
    int count = 0;
    for (IngestResult entry : result.entries()) {
      // A log that ended here may go on at a peer that does not know of the fork yet: no offence.
      if (entry instanceof IngestResult.Rejected rejected
          && rejected.reason() != Reason.LOG_ENDED) {
        refused.merge(rejected.reason().name(), 1L, Long::sum);
        count++;
        first = first == null ? rejected : first;
      }
    }
    if (first != null) {
      // One line for a whole page: what a peer sends must not fill the disk.
      LOG.warn("refused {} entries of {}: {} {}", count, address, first.reason(), first.detail());
    }
    return outcome;
  }

  @Override
  public synchronized void failed(String cause) {
    lastError = cause;
  }

  private void rest(Step.Rest rest) throws InterruptedException {
    synchronized (this) {
      restUntilMillis = state == SessionState.RESTING ? rest.untilMillis() : null;
    }
    long millis = rest.untilMillis() - nowMillis.getAsLong();
    stopping.await(Math.max(0, millis), TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void entered(SessionState next, String why) {
    if (next != state) {
      LOG.debug("{}: {} because {}", address, next, why);
      sinceMillis = nowMillis.getAsLong();
    }
    state = next;
    reason = why;
    restUntilMillis = null;
  }

  synchronized PeerStatus status() {
    return new PeerStatus(
        address,
        state,
        sinceMillis,
        restUntilMillis,
        reason,
        accepted,
        refused,
        gate.parkedCount(),
        wantedLogs,
        entriesBehind,
        lastError);
  }

  /** What peers of one relay share. */
  interface Parts {
    IngestGate gate();

    SessionSettings settings();

    LongSupplier nowMillis();

    ReplyReader replies();

    PullSession session(PullSession.Observer observer);
  }
}
