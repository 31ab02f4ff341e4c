package bambusa.replication;

import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.LogKey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One replication session: what to ask one peer next, and what to make of the answer
 * (replication.md 3 and 4). Knows neither the transport nor the clock. Its driver asks {@link
 * #next}, does the step, and tells the outcome; one step at a time, by one thread.
 *
 * <pre>
 * ASKING_NODE ─┬─ cursor known, or nothing held ──→ FEED ⇄ STORING ──→ FOLLOWING_FEED
 *              ├─ few logs, or several peers ─────→ HEIGHTS → LOGS ⇄ STORING → FOLLOWING_HEIGHTS
 *              ├─ many logs ──────────────────────→ PROOFS → RANGES → LOGS ⇄ STORING → …
 *              └─ standard API only ──────────────→ STANDARD ⇄ STORING → RESTING
 * MISSING: what parked entries wait for, asked for by hash, in between; RESTING: after a failure
 * </pre>
 */
public final class PullSession {

  /** What the session is about to do. */
  public enum State {
    ASKING_NODE,
    FEED,
    FOLLOWING_FEED,
    HEIGHTS,
    FOLLOWING_HEIGHTS,
    PROOFS,
    RANGES,
    LOGS,
    MISSING,
    STANDARD,
    STORING,
    RESTING,
    /** The peer is ourselves. */
    OURSELVES
  }

  /** Told of every change of state, with the reason. */
  public interface Observer {
    void entered(State state, String reason);
  }

  /** What never changes while a session lives. */
  public record Settings(
      TargetSet target, boolean severalPeers, int pageEntries, int waitSeconds) {}

  /** replication.md 3, step 2c. */
  static final int MANY_LOGS = 5_000;

  private static final int MAX_WINDOWS = 200;
  private static final int MAX_HEIGHTS = 10_000;
  private static final long CLAIMED_BY_OTHERS_MILLIS = 200;
  private static final long STANDARD_ROUND_MILLIS = 30_000;

  private final Settings settings;
  private final Replica own;
  private final PeerBackoff backoff;
  private final Observer observer;
  private final WantedLogs wanted;
  private final StandardRound standard;
  private final MissingPast past;

  private State state = State.ASKING_NODE;
  private State main = State.ASKING_NODE;
  private String peerStoreId = "";
  private @Nullable String cursor;
  private @Nullable RangeComparison comparison;
  private List<FeedQuery.LogPart> windows = List.of();
  private Step.@Nullable Batch batch;
  private long restUntilMillis;
  private String restReason = "";

  public PullSession(
      Settings settings,
      Replica own,
      FetchClaims claims,
      DoubleSupplier random,
      Observer observer) {
    this.settings = settings;
    this.own = own;
    this.backoff = new PeerBackoff(random);
    this.observer = observer;
    this.wanted = new WantedLogs(own, claims, this);
    this.past = new MissingPast(own, claims, this);
    this.standard = new StandardRound(own, settings.target());
  }

  public State state() {
    return state;
  }

  /** How many logs the peer holds more of and that are not fetched yet. */
  public int wantedLogs() {
    return wanted.size();
  }

  /** The next step. */
  public Step next(long nowMillis) {
    if (state == State.RESTING) {
      if (nowMillis < restUntilMillis) {
        return new Step.Rest(restUntilMillis, restReason);
      }
      enter(State.ASKING_NODE, "rested");
    }
    return switch (state) {
      case ASKING_NODE -> new Step.Ask(new Question.Node());
      case FEED -> new Step.Ask(feed(0));
      case FOLLOWING_FEED -> new Step.Ask(feed(settings.waitSeconds()));
      case HEIGHTS -> new Step.Ask(heights(0));
      case FOLLOWING_HEIGHTS -> new Step.Ask(heights(settings.waitSeconds()));
      case PROOFS -> new Step.Ask(new Question.Proofs(cursor, settings.target(), MAX_HEIGHTS));
      case RANGES -> ranges();
      case LOGS -> logs(nowMillis);
      case MISSING -> new Step.Ask(new Question.Entries(past.ask()));
      case STANDARD -> standard(nowMillis);
      case STORING -> new Step.Store(required(batch));
      case RESTING, OURSELVES -> new Step.Rest(Long.MAX_VALUE, restReason);
    };
  }

  private Question feed(int waitSeconds) {
    return new Question.Feed(cursor, settings.target(), settings.pageEntries(), waitSeconds);
  }

  private Question heights(int waitSeconds) {
    return new Question.Heights(cursor, settings.target(), MAX_HEIGHTS, waitSeconds);
  }

  private Step ranges() {
    List<LogRange.Asked> asked = required(comparison).next();
    return new Step.Ask(new Question.Ranges(settings.target(), asked));
  }

  private Step logs(long nowMillis) {
    boolean forPast = !past.logs().isEmpty();
    WantedLogs source = forPast ? past.logs() : wanted;
    windows = source.claim(MAX_WINDOWS);
    if (!windows.isEmpty()) {
      return new Step.Ask(new Question.Logs(windows, settings.pageEntries()));
    }
    if (!source.isEmpty()) {
      return new Step.Rest(nowMillis + CLAIMED_BY_OTHERS_MILLIS, "another peer is being asked");
    }
    enter(main == State.LOGS ? State.FOLLOWING_HEIGHTS : main, "every wanted log is fetched");
    return next(nowMillis);
  }

  private Step standard(long nowMillis) {
    List<FeedQuery.LogPart> parts = standard.next();
    if (!parts.isEmpty()) {
      return new Step.Ask(new Question.StandardLogs(parts, StandardRound.PAGE_ENTRIES));
    }
    rest(nowMillis + STANDARD_ROUND_MILLIS, "the peer cannot tell when something arrives");
    return next(nowMillis);
  }

  /** The peer answered the last question. */
  public void answered(Reply reply, long nowMillis) {
    if (reply instanceof Reply.Errors errors) {
      notUnderstood(errors, nowMillis);
      return;
    }
    backoff.succeeded();
    if (reply instanceof Reply.Node node) {
      choose(node.node());
    } else if (reply instanceof Reply.Feed feed) {
      feed(feed.page(), nowMillis);
    } else if (reply instanceof Reply.Heights heights) {
      heights(heights, nowMillis);
    } else if (reply instanceof Reply.Proofs proofs) {
      proofs(proofs);
    } else if (reply instanceof Reply.Ranges ranges) {
      ranges(ranges);
    } else if (reply instanceof Reply.Logs logs) {
      logs(logs, nowMillis);
    } else if (reply instanceof Reply.Entries entries) {
      entries(entries, nowMillis);
    } else if (reply instanceof Reply.StandardLogs pages) {
      main = State.STANDARD;
      store(standard.answered(pages.pages()), List.of(), settings.target());
    }
  }

  private void notUnderstood(Reply.Errors errors, long nowMillis) {
    String messages = String.join("; ", errors.messages());
    if (state == State.ASKING_NODE) {
      standard.begin();
      enter(State.STANDARD, "the peer has the standard API only: " + messages);
    } else if (state == State.MISSING) {
      past.notHeld();
      enter(past.isKnown() ? main : State.MISSING, "the peer does not hold all that is missing");
    } else if (state == State.RANGES || state == State.PROOFS) {
      enter(State.HEIGHTS, "the peer does not compare ranges: " + messages);
    } else {
      failed(messages, nowMillis);
    }
  }

  /** replication.md 3, step 2. */
  private void choose(NodeInfo node) {
    if (node.storeId().equals(own.storeId())) {
      restReason = "the peer is this relay itself";
      enter(State.OURSELVES, restReason);
      return;
    }
    peerStoreId = node.storeId();
    cursor = own.cursor(peerStoreId).orElse(null);
    past.clear();
    comparison = null;
    if (settings.severalPeers()) {
      enter(State.HEIGHTS, "several peers: every log from one of them");
    } else if (cursor != null) {
      enter(State.FEED, "continuing from where the peer was read to");
    } else if (own.logIndex().count() == 0) {
      enter(State.FEED, "nothing held yet");
    } else if (own.logIndex().count() > MANY_LOGS) {
      enter(State.PROOFS, "comparing ranges of many logs");
    } else {
      enter(State.HEIGHTS, "comparing the heights of few logs");
    }
  }

  private void feed(FeedPage page, long nowMillis) {
    if (page.hasNextPage() && page.endCursor().equals(cursor)) {
      failed("the cursor " + cursor + " does not advance although there is more", nowMillis);
      return;
    }
    cursor = page.endCursor();
    main = page.hasNextPage() ? State.FEED : State.FOLLOWING_FEED;
    store(page.entries(), page.forkProofs(), settings.target());
  }

  private void heights(Reply.Heights page, long nowMillis) {
    if (page.hasNextPage() && page.endCursor().equals(cursor)) {
      failed("the cursor " + cursor + " does not advance although there is more", nowMillis);
      return;
    }
    cursor = page.endCursor();
    page.logs().forEach(wanted::add);
    main = page.hasNextPage() ? State.HEIGHTS : State.LOGS;
    store(List.of(), page.forkProofs(), settings.target());
  }

  private void proofs(Reply.Proofs page) {
    cursor = page.endCursor();
    main = page.hasNextPage() ? State.PROOFS : State.RANGES;
    if (main == State.RANGES) {
      comparison = new RangeComparison(own.logIndex());
    }
    store(List.of(), page.forkProofs(), settings.target());
  }

  private void ranges(Reply.Ranges reply) {
    RangeComparison compared = required(comparison);
    compared.answered(reply.ranges());
    if (compared.next().isEmpty()) {
      compared.ahead().forEach(wanted::add);
      main = State.LOGS;
      enter(State.LOGS, "the ranges are compared");
    }
  }

  private void logs(Reply.Logs reply, long nowMillis) {
    Set<LogKey> asked = new HashSet<>();
    windows.forEach(part -> asked.add(part.log()));
    Optional<String> unasked =
        Unasked.among(reply.entries(), entry -> asked.contains(entry.logKey()));
    if (unasked.isPresent() || !reply.complete() && reply.entries().isEmpty()) {
      failed(unasked.orElse("the answer is incomplete and empty"), nowMillis);
      return;
    }
    boolean forPast = !past.logs().isEmpty();
    if (reply.complete()) {
      (forPast ? past.logs() : wanted).fetched(windows);
    }
    DocumentChoice choice = forPast ? DocumentChoice.EVERYTHING : settings.target();
    store(reply.entries(), List.of(), choice);
  }

  private void entries(Reply.Entries reply, long nowMillis) {
    Optional<String> unasked = Unasked.among(reply.entries(), entry -> past.wasAsked(entry.hash()));
    if (unasked.isPresent()) {
      failed(unasked.get(), nowMillis);
      return;
    }
    past.answered(reply.entries());
    // What was asked for by hash is wanted whatever its document.
    store(reply.entries(), List.of(), DocumentChoice.EVERYTHING);
  }

  private void store(
      List<EncodedEntryAndOperation> entries,
      List<FeedPage.EncodedForkProof> forkProofs,
      DocumentChoice asked) {
    String readTo = main == State.STANDARD || !wanted.isEmpty() ? null : cursor;
    Step.SavedCursor saved = readTo == null ? null : new Step.SavedCursor(peerStoreId, readTo);
    batch = new Step.Batch(entries, forkProofs, asked, saved);
    enter(State.STORING, entries.size() + " entries came");
  }

  /** The last batch was ingested. */
  public void stored(Step.Outcome outcome, long nowMillis) {
    batch = null;
    if (outcome.refused() > 0) {
      wanted.clear();
      past.clear();
      rest(nowMillis + backoff.refused(), outcome.refused() + " entries had to be refused");
    } else if (outcome.parked() > 0 && !past.isKnown()) {
      enter(State.MISSING, outcome.parked() + " entries wait for their past");
    } else if (!past.logs().isEmpty()) {
      enter(State.LOGS, "logs that parked entries wait for");
    } else {
      enter(main, outcome.accepted() + " entries stored");
    }
  }

  /** The last question got no usable answer; the peer rests, and starts over. */
  public void failed(String reason, long nowMillis) {
    wanted.clear();
    past.clear();
    rest(nowMillis + backoff.failed(), reason);
  }

  private void rest(long untilMillis, String reason) {
    restUntilMillis = untilMillis;
    restReason = reason;
    enter(State.RESTING, reason);
  }

  private void enter(State next, String reason) {
    state = next;
    observer.entered(next, reason);
  }

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("not in this state");
    }
    return value;
  }
}
