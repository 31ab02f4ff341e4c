package bambusa.replication;

import bambusa.crypto.Hash;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import java.util.List;
import java.util.Optional;
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
 * MISSING: what parked entries wait for, asked for by hash, in between
 * RESTING: after a failure, then from the start; after what had to be refused, then on with the rest
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

  /**
   * What never changes while a session lives.
   *
   * @param manyLogs with more of its own a store is compared by ranges (replication.md 3, step 2c)
   */
  public record Settings(
      TargetSet target, boolean severalPeers, int pageEntries, int waitSeconds, long manyLogs) {

    public Settings(TargetSet target, boolean severalPeers, int pageEntries, int waitSeconds) {
      this(target, severalPeers, pageEntries, waitSeconds, MANY_LOGS);
    }
  }

  private static final long MANY_LOGS = 5_000;
  private static final int MAX_WINDOWS = 200;
  private static final int MAX_HEIGHTS = 10_000;

  /** Whoever announces more has to give some of it first. */
  private static final int MAX_WANTED = 100_000;

  /** The comparison of 10^18 logs, all different, would take fewer. */
  private static final int MAX_ROUNDS = 64;

  private static final int MAX_EMPTY_PAGES = 16;
  private static final long CLAIMED_BY_OTHERS_MILLIS = 200;
  private static final long STANDARD_ROUND_MILLIS = 30_000;
  private static final long EVICTED_MILLIS = 10_000;
  private static final long NOT_HELD_MILLIS = 1_000;
  private static final long NOT_WAITING = Long.MIN_VALUE / 2;

  private final Settings settings;
  private final Replica own;
  private final PeerBackoff backoff;
  private final Observer observer;
  private final RefusedLogs refused = new RefusedLogs();
  private final WantedLogs wanted;
  private final StandardRound standard;
  private final MissingPast past;

  private State state = State.ASKING_NODE;

  /** Where to go on once what came is stored and its past fetched. */
  private State main = State.ASKING_NODE;

  private String peerStoreId = "";
  private @Nullable String cursor;

  /** A cursor that the peer no longer knew. */
  private @Nullable String lostCursor;

  private @Nullable RangeComparison comparison;
  private int rounds;
  private int emptyPages;
  private WantedLogs fetching;
  private AskedWindows windows = AskedWindows.NONE;
  private Step.@Nullable Batch batch;
  private long evictedBefore;
  private long waitingSinceMillis = NOT_WAITING;
  private long restUntilMillis;
  private String restReason = "";
  private State afterRest = State.ASKING_NODE;

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
    this.wanted = new WantedLogs(own, claims, this, refused);
    this.fetching = wanted;
    this.past = new MissingPast(own, new WantedLogs(own, claims, this, refused));
    this.standard = new StandardRound(own, settings.target());
  }

  public State state() {
    return state;
  }

  /** How many logs the peer holds more of and that are not fetched yet. */
  public int wantedLogs() {
    return wanted.size();
  }

  /** Of how many logs the peer sent what had to be refused. */
  public int refusedLogs() {
    return refused.size();
  }

  /** The next step. */
  public Step next(long nowMillis) {
    if (state == State.RESTING) {
      if (nowMillis < restUntilMillis) {
        return new Step.Rest(restUntilMillis, restReason);
      }
      enter(afterRest, "rested");
    }
    if (isFollowing()) {
      beforeWaiting(nowMillis);
    }
    waitingSinceMillis = isFollowing() ? nowMillis : NOT_WAITING;
    return switch (state) {
      case ASKING_NODE -> new Step.Ask(new Question.Node());
      case FEED -> new Step.Ask(feed(0));
      case FOLLOWING_FEED -> new Step.Ask(feed(settings.waitSeconds()));
      case HEIGHTS -> new Step.Ask(heights(0));
      case FOLLOWING_HEIGHTS -> new Step.Ask(heights(settings.waitSeconds()));
      case PROOFS -> new Step.Ask(new Question.Proofs(cursor, settings.target(), MAX_HEIGHTS));
      case RANGES -> ranges();
      case LOGS -> logs(nowMillis);
      case MISSING -> missing(nowMillis);
      case STANDARD -> standard(nowMillis);
      case STORING -> new Step.Store(required(batch));
      case RESTING -> new Step.Rest(restUntilMillis, restReason);
      case OURSELVES -> new Step.Rest(Long.MAX_VALUE, restReason);
    };
  }

  private boolean isFollowing() {
    return state == State.FOLLOWING_FEED || state == State.FOLLOWING_HEIGHTS;
  }

  /** Nothing is waited for while there is something to do. */
  private void beforeWaiting(long nowMillis) {
    if (own.evicted() != evictedBefore) {
      evictedBefore = own.evicted();
      String reason = "entries that waited for their past were evicted";
      rest(nowMillis + EVICTED_MILLIS, State.ASKING_NODE, reason);
    } else if (past.isAskable(nowMillis)) {
      enter(State.MISSING, "entries wait for their past");
    } else if (!wanted.isEmpty() && !wanted.claim(1, nowMillis).isEmpty()) {
      enter(State.LOGS, "more of a log can be fetched now");
    }
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
    List<FeedQuery.LogPart> parts = claim(past.logs(), nowMillis);
    if (parts.isEmpty()) {
      parts = claim(wanted, nowMillis);
    }
    if (!parts.isEmpty()) {
      windows = new AskedWindows(parts);
      return new Step.Ask(new Question.Logs(parts, settings.pageEntries()));
    }
    if (past.logs().isAwaitingOthers() || wanted.isAwaitingOthers()) {
      return new Step.Rest(nowMillis + CLAIMED_BY_OTHERS_MILLIS, "another peer is being asked");
    }
    if (past.isAskable(nowMillis)) {
      enter(State.MISSING, "entries wait for their past");
      return next(nowMillis);
    }
    main = main == State.LOGS ? State.FOLLOWING_HEIGHTS : main;
    enter(main, "every wanted log is fetched");
    return next(nowMillis);
  }

  private List<FeedQuery.LogPart> claim(WantedLogs source, long nowMillis) {
    fetching = source;
    return source.claim(MAX_WINDOWS, nowMillis);
  }

  private Step missing(long nowMillis) {
    List<Hash> hashes = past.ask();
    if (hashes.isEmpty()) {
      enter(main, "what was missing has come from elsewhere");
      return next(nowMillis);
    }
    return new Step.Ask(new Question.Entries(hashes));
  }

  private Step standard(long nowMillis) {
    List<FeedQuery.LogPart> parts = standard.next();
    if (!parts.isEmpty()) {
      windows = new AskedWindows(parts);
      return new Step.Ask(new Question.StandardLogs(parts, StandardRound.PAGE_ENTRIES));
    }
    String reason = "the peer cannot tell when something arrives";
    rest(nowMillis + STANDARD_ROUND_MILLIS, State.ASKING_NODE, reason);
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
      proofs(proofs, nowMillis);
    } else if (reply instanceof Reply.Ranges ranges) {
      ranges(ranges, nowMillis);
    } else if (reply instanceof Reply.Logs logs) {
      logs(logs, nowMillis);
    } else if (reply instanceof Reply.Entries entries) {
      entries(entries, nowMillis);
    } else if (reply instanceof Reply.StandardLogs pages) {
      standard(pages, nowMillis);
    }
  }

  private void notUnderstood(Reply.Errors errors, long nowMillis) {
    String messages = String.join("; ", errors.messages());
    if (state == State.ASKING_NODE) {
      standard.begin();
      enter(State.STANDARD, "the peer has the standard API only: " + messages);
    } else if (state == State.MISSING) {
      past.notHeld(nowMillis);
      enter(
          past.isAskable(nowMillis) ? State.MISSING : main,
          "the peer does not hold all that is missing");
    } else if (state == State.RANGES || state == State.PROOFS) {
      cursor = null;
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
    evictedBefore = own.evicted();
    cursor = own.cursor(peerStoreId).filter(known -> !known.equals(lostCursor)).orElse(null);
    wanted.clear();
    past.clear();
    comparison = null;
    rounds = 0;
    emptyPages = 0;
    if (cursor == null && own.logIndex().count() > settings.manyLogs()) {
      enter(State.PROOFS, "comparing ranges of many logs");
    } else if (settings.severalPeers()) {
      enter(State.HEIGHTS, "several peers: every log from one of them");
    } else if (cursor != null) {
      enter(State.FEED, "continuing from where the peer was read to");
    } else if (own.logIndex().count() == 0) {
      enter(State.FEED, "nothing held yet");
    } else {
      enter(State.HEIGHTS, "comparing the heights of few logs");
    }
  }

  private void feed(FeedPage page, long nowMillis) {
    if (isLost(page.reset(), nowMillis)
        || isStuck(page.endCursor(), page.hasNextPage(), page.entries().isEmpty(), nowMillis)) {
      return;
    }
    cursor = page.endCursor();
    main = page.hasNextPage() ? State.FEED : State.FOLLOWING_FEED;
    store(page.entries(), page.forkProofs(), settings.target());
  }

  private void heights(Reply.Heights page, long nowMillis) {
    if (isLost(page.reset(), nowMillis)
        || isStuck(page.endCursor(), page.hasNextPage(), page.logs().isEmpty(), nowMillis)) {
      return;
    }
    cursor = page.endCursor();
    page.logs().forEach(wanted::add);
    main = page.hasNextPage() && wanted.size() < MAX_WANTED ? State.HEIGHTS : State.LOGS;
    store(List.of(), page.forkProofs(), settings.target());
  }

  /** A peer that does not know its cursor any more has another store, or lost some of it. */
  private boolean isLost(boolean reset, long nowMillis) {
    if (!reset || cursor == null) {
      return false;
    }
    lostCursor = cursor;
    failed("the peer does not know the cursor " + cursor + " any more", nowMillis);
    return true;
  }

  private boolean isStuck(String endCursor, boolean hasNextPage, boolean empty, long nowMillis) {
    emptyPages = hasNextPage && empty ? emptyPages + 1 : 0;
    if (hasNextPage && endCursor.equals(cursor)) {
      offended("the cursor " + cursor + " does not advance although there is more", nowMillis);
      return true;
    }
    if (emptyPages > MAX_EMPTY_PAGES) {
      offended("page after page is empty although there is more", nowMillis);
      return true;
    }
    return false;
  }

  private void proofs(Reply.Proofs page, long nowMillis) {
    if (isStuck(page.endCursor(), page.hasNextPage(), page.forkProofs().isEmpty(), nowMillis)) {
      return;
    }
    cursor = page.endCursor();
    main = page.hasNextPage() ? State.PROOFS : State.RANGES;
    if (main == State.RANGES) {
      comparison = new RangeComparison(own.logIndex());
    }
    store(List.of(), page.forkProofs(), settings.target());
  }

  private void ranges(Reply.Ranges reply, long nowMillis) {
    RangeComparison compared = required(comparison);
    compared.answered(reply.ranges());
    rounds++;
    if (compared.next().isEmpty()) {
      compared.ahead().forEach(wanted::add);
      main = State.LOGS;
      enter(State.LOGS, "the ranges are compared");
    } else if (rounds > MAX_ROUNDS) {
      offended("the comparison of ranges has no end", nowMillis);
    }
  }

  private void logs(Reply.Logs reply, long nowMillis) {
    Optional<String> unasked = windows.unasked(reply.entries());
    if (unasked.isPresent() || !reply.complete() && reply.entries().isEmpty()) {
      offended(unasked.orElse("the answer is incomplete and empty"), nowMillis);
      return;
    }
    if (reply.complete()) {
      fetching.fetched(windows.parts());
    }
    boolean forPast = !fetching.equals(wanted);
    DocumentChoice asked = forPast ? new NeededDocuments(settings.target()) : settings.target();
    store(reply.entries(), List.of(), asked);
  }

  private void entries(Reply.Entries reply, long nowMillis) {
    Optional<String> unasked = Unasked.among(reply.entries(), entry -> past.wasAsked(entry.hash()));
    if (unasked.isPresent()) {
      offended(unasked.get(), nowMillis);
      return;
    }
    past.answered(reply.entries(), nowMillis);
    store(reply.entries(), List.of(), new NeededDocuments(settings.target()));
  }

  private void standard(Reply.StandardLogs reply, long nowMillis) {
    List<EncodedEntryAndOperation> entries = standard.answered(reply.pages());
    Optional<String> unasked = windows.unasked(entries);
    if (unasked.isPresent()) {
      offended(unasked.get(), nowMillis);
      return;
    }
    main = State.STANDARD;
    store(entries, List.of(), settings.target());
  }

  private void store(
      List<EncodedEntryAndOperation> entries,
      List<FeedPage.EncodedForkProof> forkProofs,
      DocumentChoice asked) {
    batch = new Step.Batch(refused.without(entries), forkProofs, asked, readTo());
    enter(State.STORING, entries.size() + " entries came");
  }

  /** Where a restart may go on: only if nothing behind it is still to be fetched. */
  private Step.@Nullable SavedCursor readTo() {
    boolean everythingCame = wanted.isEmpty() && own.evicted() == evictedBefore;
    boolean comparing = main == State.STANDARD || main == State.PROOFS || main == State.RANGES;
    return cursor == null || comparing || !everythingCame
        ? null
        : new Step.SavedCursor(peerStoreId, cursor);
  }

  /** The last batch was ingested. */
  public void stored(Step.Outcome outcome, long nowMillis) {
    boolean idle = required(batch).entries().isEmpty() && required(batch).forkProofs().isEmpty();
    batch = null;
    refused.add(outcome.refusedLogs());
    fetching.stuck(windows.parts(), windows.came());
    windows = AskedWindows.NONE;
    if (outcome.refused() > 0) {
      wanted.release();
      String reason = outcome.refused() + " entries had to be refused";
      rest(nowMillis + backoff.refused(nowMillis), main, reason);
    } else if (!past.logs().isEmpty()) {
      enter(State.LOGS, "logs that parked entries wait for");
    } else if (past.isAskable(nowMillis)) {
      enter(State.MISSING, "entries wait for their past");
    } else if (idle && nowMillis - waitingSinceMillis < NOT_HELD_MILLIS) {
      rest(nowMillis + NOT_HELD_MILLIS, main, "the peer does not hold its answers back");
    } else {
      enter(main, outcome.accepted() + " entries stored");
    }
  }

  /** The last question got no usable answer; the peer rests, and starts over. */
  public void failed(String reason, long nowMillis) {
    wanted.clear();
    past.clear();
    rest(nowMillis + backoff.failed(), State.ASKING_NODE, reason);
  }

  /** The last answer is none that an honest peer gives. */
  private void offended(String reason, long nowMillis) {
    wanted.clear();
    past.clear();
    rest(nowMillis + backoff.refused(nowMillis), State.ASKING_NODE, reason);
  }

  private void rest(long untilMillis, State then, String reason) {
    restUntilMillis = untilMillis;
    restReason = reason;
    afterRest = then;
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
