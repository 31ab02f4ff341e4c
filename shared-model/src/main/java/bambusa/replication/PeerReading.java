package bambusa.replication;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a peer holds beyond us, in one of the ways of replication.md 3, step 2: the states
 * FEED, HEIGHTS, PROOFS and RANGES, and those that follow the feed or the heights.
 */
final class PeerReading {

  private static final int MAX_HEIGHTS = 10_000;

  /** Whoever announces more has to give some of it first. */
  private static final int MAX_WANTED = 100_000;

  /** A peer that comes and goes is not compared with each time. */
  private static final long UNPROVEN_MILLIS = 60_000;

  /** With more ranges that differ, the peer just holds other documents than we do. */
  private static final int MAX_REVIEWED = 1_000;

  private final SessionSettings settings;
  private final Replica own;
  private final LogFetching fetching;
  private final PeerCursor cursor = new PeerCursor();
  private @Nullable RangeComparison comparison;

  /** Whether what lies before the cursor is still to be compared, and from when on. */
  private boolean unproven;

  private long provenFromMillis;

  private boolean nothingNew;

  /** Behind the last page of the feed; unsigned. */
  private long left;

  /** What the peer holds more of is handed over to be fetched. */
  PeerReading(SessionSettings settings, Replica own, LogFetching fetching) {
    this.settings = settings;
    this.own = own;
    this.fetching = fetching;
  }

  /** replication.md 3, step 2. */
  Turn begin(NodeInfo node, long nowMillis) {
    if (node.storeId().equals(own.storeId())) {
      return new Turn.Enter(SessionState.OURSELVES, "the peer is this relay itself");
    }
    cursor.begin(node.storeId(), own.cursor(node.storeId()));
    comparison = null;
    left = 0;
    boolean fromStart = cursor.value() == null;
    unproven = !fromStart;
    provenFromMillis = nowMillis + UNPROVEN_MILLIS;
    if (fromStart && own.logIndex().count() > settings.manyLogs()) {
      return new Turn.Enter(SessionState.PROOFS, "comparing ranges of many logs");
    }
    if (settings.severalPeers()) {
      return new Turn.Enter(SessionState.HEIGHTS, "several peers: every log from one of them");
    }
    if (!fromStart) {
      return new Turn.Enter(SessionState.FEED, "continuing from where the peer was read to");
    }
    return own.logIndex().count() == 0
        ? new Turn.Enter(SessionState.FEED, "nothing held yet")
        : new Turn.Enter(SessionState.HEIGHTS, "comparing the heights of few logs");
  }

  /** The question of a state that reads; null for the others. */
  @Nullable Question question(SessionState state) {
    TargetSet target = settings.target();
    int first = settings.pageEntries();
    int wait = settings.waitSeconds();
    return switch (state) {
      case FEED -> new Question.Feed(cursor.value(), target, first, 0);
      case FOLLOWING_FEED -> new Question.Feed(cursor.value(), target, first, wait);
      case HEIGHTS -> new Question.Heights(cursor.value(), target, MAX_HEIGHTS, 0);
      case FOLLOWING_HEIGHTS -> new Question.Heights(cursor.value(), target, MAX_HEIGHTS, wait);
      case PROOFS -> new Question.Proofs(cursor.value(), target, MAX_HEIGHTS);
      case RANGES -> new Question.Ranges(target, comparison().next());
      case ASKING_NODE, LOGS, HEADS, MISSING, STANDARD, STORING, RESTING, OURSELVES -> null;
    };
  }

  /** How many entries of the feed are still to be read, as the peer told. */
  double entriesLeft() {
    // Above 2^63 no count is true.
    return left < 0 ? Long.MAX_VALUE : left;
  }

  /** Whether the last page of the feed, or of heights, was empty. */
  boolean isNothingNew() {
    return nothingNew;
  }

  Turn feed(FeedPage page) {
    nothingNew = page.entries().isEmpty() && page.forkProofs().isEmpty();
    left = page.remaining();
    return advance(page.endCursor(), page.hasNextPage(), page.entries().isEmpty(), page.reset())
        .orElseGet(
            () -> {
              SessionState then =
                  page.hasNextPage() ? SessionState.FEED : SessionState.FOLLOWING_FEED;
              return new Turn.Store(page.entries(), page.forkProofs(), settings.target(), then);
            });
  }

  Turn heights(Reply.Heights page, long nowMillis) {
    nothingNew = page.logs().isEmpty() && page.forkProofs().isEmpty();
    return advance(page.endCursor(), page.hasNextPage(), page.logs().isEmpty(), page.reset())
        .orElseGet(
            () -> {
              page.logs().forEach(log -> fetching.compare(log, nowMillis));
              boolean more = page.hasNextPage() && fetching.wantedLogs() < MAX_WANTED;
              return proofsOnly(page.forkProofs(), more ? SessionState.HEIGHTS : SessionState.LOGS);
            });
  }

  Turn proofs(Reply.Proofs page) {
    return advance(page.endCursor(), page.hasNextPage(), page.forkProofs().isEmpty(), false)
        .orElseGet(
            () -> {
              if (page.hasNextPage()) {
                return proofsOnly(page.forkProofs(), SessionState.PROOFS);
              }
              comparison = new RangeComparison(own.logIndex());
              return proofsOnly(page.forkProofs(), SessionState.RANGES);
            });
  }

  private Turn proofsOnly(List<FeedPage.EncodedForkProof> forkProofs, SessionState then) {
    return new Turn.Store(List.of(), forkProofs, settings.target(), then);
  }

  /**
   * A cursor of before a failure says nothing of what the peer holds behind it, if its store was
   * replaced by an older copy meanwhile and grew beyond the cursor: once we wait, both are
   * compared.
   */
  Optional<Turn> due(long nowMillis) {
    if (!unproven || nowMillis < provenFromMillis) {
      return Optional.empty();
    }
    comparison = new RangeComparison(own.logIndex());
    return Optional.of(new Turn.Enter(SessionState.RANGES, "comparing what the cursor skips"));
  }

  Turn ranges(Reply.Ranges reply) {
    RangeComparison compared = comparison();
    compared.answered(reply.ranges());
    boolean lost = unproven && compared.next().size() > MAX_REVIEWED;
    if (!compared.next().isEmpty() && !lost) {
      return compared.isEndless()
          ? new Turn.Offended("the comparison of ranges has no end")
          : new Turn.Enter(SessionState.RANGES, "some ranges differ");
    }
    compared.ahead().forEach(fetching.wanted()::add);
    if (unproven) {
      unproven = false;
      return new Turn.GoOn("compared what the cursor skips");
    }
    return proofsOnly(List.of(), SessionState.LOGS);
  }

  /** The peer does not compare ranges. */
  Turn withoutRanges(String reason) {
    if (unproven) {
      unproven = false;
      return new Turn.GoOn("the peer does not compare ranges: " + reason);
    }
    cursor.toStart();
    return new Turn.Enter(SessionState.HEIGHTS, "the peer does not compare ranges: " + reason);
  }

  /** Reads on behind a page, unless the peer cannot be right about where that is. */
  private Optional<Turn> advance(
      String endCursor, boolean hasNextPage, boolean empty, boolean reset) {
    Optional<Turn> loss = cursor.loss(reset).map(Turn.Failed::new);
    if (loss.isPresent()) {
      return loss;
    }
    Optional<Turn> offence = cursor.offence(endCursor, hasNextPage, empty).map(Turn.Offended::new);
    if (offence.isEmpty()) {
      cursor.advance(endCursor);
    }
    return offence;
  }

  /** Where a restart may go on from, once nothing behind it is left to be fetched. */
  Step.@Nullable SavedCursor readTo() {
    return cursor.saved();
  }

  private RangeComparison comparison() {
    if (comparison == null) {
      throw new IllegalStateException("no ranges are compared");
    }
    return comparison;
  }
}
