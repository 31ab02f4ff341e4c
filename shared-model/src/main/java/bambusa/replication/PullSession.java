package bambusa.replication;

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
 *              ├─ few logs, or several peers ─────→ HEIGHTS → LOGS ⇄ STORING → FOLLOWING_HEIGHTS ⇄ HEADS
 *              ├─ many logs ──────────────────────→ PROOFS → RANGES → LOGS ⇄ STORING → …
 *              └─ standard API only ──────────────→ STANDARD ⇄ STORING → RESTING
 * MISSING: what parked entries wait for, asked for by hash, in between
 * RANGES again, once after a failure: what the peer holds before the cursor, in case it lost some
 * HEADS: whether logs of equal height are equal, asked by hash; else LOGS for what is not
 * RESTING: after a failure, then from the start; after what had to be refused, then on with the rest
 * </pre>
 */
public final class PullSession {

  /** Told of every change of state, with the reason, and before it of what went wrong. */
  public interface Observer {
    void entered(SessionState state, String reason);

    /** The last question got no usable answer, or one that no honest peer gives. */
    default void failed(String reason) {}
  }

  private static final long CLAIMED_BY_OTHERS_MILLIS = 200;
  private static final long STANDARD_ROUND_MILLIS = 30_000;
  private static final long EVICTED_MILLIS = 10_000;
  private static final long NOT_HELD_MILLIS = 1_000;
  private static final long NOT_WAITING = Long.MIN_VALUE / 2;

  private final Replica own;
  private final PeerBackoff backoff;
  private final Observer observer;
  private final RefusedLogs refused = new RefusedLogs();
  private final LogFetching fetching;
  private final PeerReading reading;
  private final StandardRound standard;

  private SessionState state = SessionState.ASKING_NODE;

  /** Where to go on once what came is stored and its past fetched. */
  private SessionState main = SessionState.ASKING_NODE;

  private Step.@Nullable Batch batch;
  private long evictedBefore;
  private long waitingSinceMillis = NOT_WAITING;
  private Step.Rest rest = new Step.Rest(0, "");
  private SessionState afterRest = SessionState.ASKING_NODE;

  public PullSession(
      SessionSettings settings,
      Replica own,
      FetchClaims claims,
      DoubleSupplier random,
      Observer observer) {
    this.own = own;
    this.backoff = new PeerBackoff(random);
    this.observer = observer;
    this.fetching = new LogFetching(settings, own, claims, this, refused);
    this.reading = new PeerReading(settings, own, fetching);
    this.standard = new StandardRound(own, settings.target());
  }

  public SessionState state() {
    return state;
  }

  /** How many logs the peer holds more of and that are not fetched yet. */
  public int wantedLogs() {
    return fetching.wantedLogs();
  }

  /** How many entries the peer holds, as it tells, that are not fetched yet. */
  public double entriesBehind() {
    return reading.entriesLeft() + fetching.wantedEntries();
  }

  /** Of how many logs the peer sent what had to be refused. */
  public int refusedLogs() {
    return refused.size();
  }

  /** The next step. */
  public Step next(long nowMillis) {
    if (state == SessionState.RESTING && nowMillis >= rest.untilMillis()) {
      enter(afterRest, "rested");
    }
    if (isFollowing()) {
      beforeWaiting(nowMillis);
    }
    if (isFollowing()) {
      waitingSinceMillis = nowMillis;
    }
    return switch (state) {
      case ASKING_NODE -> new Step.Ask(new Question.Node());
      case FEED, FOLLOWING_FEED, HEIGHTS, FOLLOWING_HEIGHTS, PROOFS, RANGES ->
          new Step.Ask(required(reading.question(state)));
      case LOGS -> logs(nowMillis);
      case HEADS ->
          askOrGoOn(fetching.heads(nowMillis), "no log of equal height is left", nowMillis);
      case MISSING ->
          askOrGoOn(fetching.missing(), "what was missing has come from elsewhere", nowMillis);
      case STANDARD -> standard(nowMillis);
      case STORING -> new Step.Store(required(batch), ahead(nowMillis));
      case RESTING -> rest;
      case OURSELVES -> new Step.Rest(Long.MAX_VALUE, "the peer is this relay itself");
    };
  }

  private boolean isFollowing() {
    return state == SessionState.FOLLOWING_FEED || state == SessionState.FOLLOWING_HEIGHTS;
  }

  /** Nothing is waited for while there is something to do. */
  private void beforeWaiting(long nowMillis) {
    if (own.evicted() != evictedBefore) {
      evictedBefore = own.evicted();
      String reason = "entries that waited for their past were evicted";
      rest(nowMillis + EVICTED_MILLIS, SessionState.ASKING_NODE, reason);
    } else {
      Optional<Turn> due = fetching.due(nowMillis).or(() -> reading.due(nowMillis));
      due.ifPresent(turn -> take(turn, nowMillis));
    }
  }

  /** Nothing that is waited for is asked ahead: there may be something to do before. */
  private @Nullable Question ahead(long nowMillis) {
    if (main == SessionState.LOGS) {
      return fetching.logsAhead(nowMillis);
    }
    return main == SessionState.FEED || main == SessionState.HEIGHTS
        ? reading.question(main)
        : null;
  }

  private Step logs(long nowMillis) {
    Question question = fetching.logs(nowMillis);
    if (question != null) {
      return new Step.Ask(question);
    }
    if (fetching.isAwaitingOthers()) {
      return new Step.Rest(nowMillis + CLAIMED_BY_OTHERS_MILLIS, "another peer is being asked");
    }
    main = main == SessionState.LOGS ? SessionState.FOLLOWING_HEIGHTS : main;
    Turn then = fetching.dueMissing(nowMillis).orElse(new Turn.GoOn("every wanted log is fetched"));
    take(then, nowMillis);
    return next(nowMillis);
  }

  private Step askOrGoOn(@Nullable Question question, String reason, long nowMillis) {
    if (question != null) {
      return new Step.Ask(question);
    }
    enter(main, reason);
    return next(nowMillis);
  }

  private Step standard(long nowMillis) {
    List<FeedQuery.LogPart> parts = standard.next();
    if (!parts.isEmpty()) {
      return new Step.Ask(new Question.StandardLogs(parts, StandardRound.PAGE_ENTRIES));
    }
    String reason = "the peer cannot tell when something arrives";
    rest(nowMillis + STANDARD_ROUND_MILLIS, SessionState.ASKING_NODE, reason);
    return next(nowMillis);
  }

  /** The peer answered the last question. */
  public void answered(Reply reply, long nowMillis) {
    if (reply instanceof Reply.Errors errors) {
      take(notUnderstood(errors, nowMillis), nowMillis);
    } else {
      if (isFollowing() || state == SessionState.STANDARD) {
        backoff.succeeded();
      }
      take(turn(reply, nowMillis), nowMillis);
    }
  }

  private Turn notUnderstood(Reply.Errors errors, long nowMillis) {
    String messages = String.join("; ", errors.messages());
    return switch (state) {
      case ASKING_NODE -> {
        standard.begin();
        String reason = "the peer has the standard API only: " + messages;
        yield new Turn.Enter(SessionState.STANDARD, reason);
      }
      case MISSING -> fetching.missingNotHeld(nowMillis);
      case HEADS -> fetching.headsNotHeld();
      case RANGES, PROOFS -> reading.withoutRanges(messages);
      case FEED,
          FOLLOWING_FEED,
          HEIGHTS,
          FOLLOWING_HEIGHTS,
          LOGS,
          STANDARD,
          STORING,
          RESTING,
          OURSELVES ->
          new Turn.Failed(messages);
    };
  }

  private Turn turn(Reply reply, long nowMillis) {
    if (reply instanceof Reply.Node node) {
      evictedBefore = own.evicted();
      fetching.clear();
      return reading.begin(node.node(), nowMillis);
    }
    if (reply instanceof Reply.Feed feed) {
      return reading.feed(feed.page());
    }
    if (reply instanceof Reply.Heights heights) {
      return reading.heights(heights, nowMillis);
    }
    if (reply instanceof Reply.Proofs proofs) {
      return reading.proofs(proofs);
    }
    if (reply instanceof Reply.Ranges ranges) {
      return reading.ranges(ranges);
    }
    if (reply instanceof Reply.Logs logs) {
      return fetching.logs(logs);
    }
    if (reply instanceof Reply.Entries entries) {
      return fetching.entries(entries, nowMillis);
    }
    if (reply instanceof Reply.StandardLogs pages) {
      return standard.answered(pages.pages());
    }
    return new Turn.GoOn("logs of equal height are equal");
  }

  private void take(Turn turn, long nowMillis) {
    if (turn instanceof Turn.Store store) {
      main = store.then() == null ? main : store.then();
      batch =
          new Step.Batch(
              refused.without(store.entries()), store.forkProofs(), store.asked(), readTo());
      enter(SessionState.STORING, store.entries().size() + " entries came");
    } else if (turn instanceof Turn.Enter enter) {
      enter(enter.next(), enter.reason());
    } else if (turn instanceof Turn.GoOn goOn) {
      enter(main, goOn.reason());
    } else if (turn instanceof Turn.Failed failed) {
      failed(failed.reason(), nowMillis);
    } else if (turn instanceof Turn.Offended offended) {
      fetching.clear();
      observer.failed(offended.reason());
      rest(nowMillis + backoff.refused(nowMillis), SessionState.ASKING_NODE, offended.reason());
    }
  }

  /** Where a restart may go on: only if nothing behind it is still to be fetched. */
  private Step.@Nullable SavedCursor readTo() {
    boolean everythingCame = wantedLogs() == 0 && own.evicted() == evictedBefore;
    boolean comparing =
        main == SessionState.STANDARD || main == SessionState.PROOFS || main == SessionState.RANGES;
    return comparing || !everythingCame ? null : reading.readTo();
  }

  /** The last batch was ingested. */
  public void stored(Step.Outcome outcome, long nowMillis) {
    boolean unheld = reading.isNothingNew() && nowMillis - waitingSinceMillis < NOT_HELD_MILLIS;
    waitingSinceMillis = NOT_WAITING;
    batch = null;
    if (outcome.accepted() > 0) {
      backoff.succeeded();
    }
    refused.add(outcome.refusedLogs());
    fetching.stored();
    Optional<Turn> past = fetching.duePast(nowMillis);
    if (outcome.refused() > 0) {
      fetching.wanted().release();
      String reason = "had to be refused: " + outcome.refused();
      rest(nowMillis + backoff.refused(nowMillis), main, reason);
    } else if (past.isPresent()) {
      take(past.get(), nowMillis);
    } else if (unheld) {
      rest(nowMillis + NOT_HELD_MILLIS, main, "the peer does not hold its answers back");
    } else {
      enter(main, outcome.arrived());
    }
  }

  /** The last question got no usable answer; the peer rests, and starts over. */
  public void failed(String reason, long nowMillis) {
    fetching.clear();
    observer.failed(reason);
    rest(nowMillis + backoff.failed(), SessionState.ASKING_NODE, reason);
  }

  private void rest(long untilMillis, SessionState then, String reason) {
    rest = new Step.Rest(untilMillis, reason);
    afterRest = then;
    enter(SessionState.RESTING, reason);
  }

  private void enter(SessionState next, String reason) {
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
