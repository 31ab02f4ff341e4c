package bambusa.replication;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.LogFact;
import bambusa.ingest.TestLog;
import bambusa.ingest.Verified;
import bambusa.ingest.VerifiedEntry;
import bambusa.operation.EncodedOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class PullSessionTest {

  private static final int MAX_STEPS = 200;
  private static final int WAIT_SECONDS = 20;

  private MemoryNode own = node("own", 1_000);
  private final MemoryNode peer = node("peer", 1_000);
  private final TestLog log = new TestLog(TestAuthor.named("ann"), 0);
  private final TestLog other = new TestLog(TestAuthor.named("bob"), 0);
  private final List<Question> asked = new ArrayList<>();
  private long nowMillis;

  private static MemoryNode node(String storeId, int maxParked) {
    return new MemoryNode(storeId, TargetSet.EVERYTHING, Verified.ONE_BY_ONE, maxParked);
  }

  private static void publish(MemoryNode node, VerifiedEntry... entries) {
    for (VerifiedEntry entry : entries) {
      node.publish(entry);
    }
  }

  private PullSession session(int pageEntries, boolean severalPeers) {
    SessionSettings settings =
        new SessionSettings(TargetSet.EVERYTHING, severalPeers, pageEntries, WAIT_SECONDS);
    return new PullSession(settings, own, new FetchClaims(), () -> 0.5, (state, reason) -> {});
  }

  /** Does the steps of a session with a peer that may lie, until it waits for news or rests. */
  private Step run(PullSession session, BiFunction<Question, Reply, Reply> lie) {
    for (int step = 0; step < MAX_STEPS; step++) {
      Step next = session.next(nowMillis);
      if (next instanceof Step.Ask ask && !isHeld(ask.question())) {
        asked.add(ask.question());
        Reply honest = peer.answers().answer(ask.question());
        session.answered(lie.apply(ask.question(), honest), nowMillis);
      } else if (next instanceof Step.Store store) {
        session.stored(own.ingest(store.batch()), nowMillis);
      } else {
        return next;
      }
    }
    throw new AssertionError("no end after " + MAX_STEPS + " steps");
  }

  private Step run(PullSession session) {
    return run(session, (question, reply) -> reply);
  }

  private static boolean isHeld(Question question) {
    return question instanceof Question.Feed feed && feed.waitSeconds() > 0
        || question instanceof Question.Heights heights && heights.waitSeconds() > 0;
  }

  private void fillPeer() {
    VerifiedEntry create = log.create("a");
    VerifiedEntry second = log.update("b", create);
    publish(peer, create, second, log.update("c", second), other.create("d"));
  }

  @Test
  void emptyStoreReadsTheFeedPageByPageAndKeepsTheCursor() {
    fillPeer();
    PullSession session = session(3, false);
    run(session);
    assertThat(own.store().digest()).isEqualTo(peer.store().digest());
    assertThat(session.state()).isEqualTo(SessionState.FOLLOWING_FEED);
    assertThat(own.cursor("peer")).contains("peer-4");
  }

  @Test
  void fewLogsAreComparedByTheirHeights() {
    fillPeer();
    VerifiedEntry create = new TestLog(TestAuthor.named("eve"), 0).create("e");
    publish(own, create);
    run(session(2, false));
    assertThat(own.store().entryCount()).isEqualTo(5);
    assertThat(asked).hasAtLeastOneElementOfType(Question.Heights.class);
    assertThat(own.cursor("peer")).contains("peer-4");
  }

  @Test
  void logOfWhichSomethingIsRefusedEndsAndTheOthersGoOn() {
    fillPeer();
    BiFunction<Question, Reply, Reply> tampering =
        (question, reply) -> reply instanceof Reply.Logs logs ? tampered(logs) : reply;
    PullSession session = session(50, true);
    Step step = run(session, tampering);
    assertThat(step).isInstanceOf(Step.Rest.class);
    assertThat(own.height(other.key())).isEqualTo(1);
    assertThat(own.height(log.key())).isZero();
    nowMillis = ((Step.Rest) step).untilMillis();
    asked.clear();
    run(session, tampering);
    assertThat(session.state()).isEqualTo(SessionState.FOLLOWING_HEIGHTS);
    assertThat(asked).noneMatch(Question.Logs.class::isInstance);
    assertThat(session.refusedLogs()).isEqualTo(1);
  }

  /** Of the log of three entries each operation is another. */
  private Reply tampered(Reply.Logs logs) {
    List<EncodedEntryAndOperation> entries = new ArrayList<>();
    for (EncodedEntryAndOperation entry : logs.entries()) {
      boolean hit = Unasked.log(entry).orElseThrow().equals(log.key());
      EncodedOperation operation = hit ? new EncodedOperation(new byte[9]) : entry.operation();
      entries.add(new EncodedEntryAndOperation(entry.entry(), operation));
    }
    return new Reply.Logs(entries, logs.complete());
  }

  @Test
  void cursorThatDoesNotAdvanceLetsThePeerRest() {
    fillPeer();
    PullSession session = session(1, false);
    Step step =
        run(
            session,
            (question, reply) ->
                question instanceof Question.Feed feed && feed.after() != null
                    ? new Reply.Feed(
                        new FeedPage(List.of(), List.of(), feed.after(), true, false, 9))
                    : reply);
    assertThat(((Step.Rest) step).reason()).contains("does not advance");
  }

  @Test
  void entryOfALogThatWasNotAskedForLetsThePeerRest() {
    fillPeer();
    VerifiedEntry stray = new TestLog(TestAuthor.named("eve"), 0).create("e");
    PullSession session = session(50, true);
    Step step =
        run(
            session,
            (question, reply) ->
                reply instanceof Reply.Logs
                    ? new Reply.Logs(
                        List.of(
                            new EncodedEntryAndOperation(
                                stray.entry().encoded(), stray.decoded().encodedOperation())),
                        true)
                    : reply);
    assertThat(((Step.Rest) step).reason()).contains("not asked for");
    assertThat(own.store().entryCount()).isZero();
  }

  @Test
  void peerThatLostItsStoreIsComparedAgain() {
    fillPeer();
    run(session(50, false));
    peer.restartWithoutLastWrites();
    peer.renew("peer renewed");
    PullSession session = session(50, false);
    VerifiedEntry late = other.update("late", other.entries().get(0));
    publish(peer, late);
    run(session);
    assertThat(own.height(other.key())).isEqualTo(2);
    assertThat(own.cursor("peer renewed")).isPresent();
  }

  @Test
  void forkAtTheSameHeightIsFoundByHeights() {
    VerifiedEntry create = log.create("a");
    TestLog branch = log.branchAfter(1);
    publish(peer, create, log.update("b", create));
    publish(own, create, branch.update("c", create));
    PullSession session = session(50, true);
    run(session);
    assertThat(asked).noneMatch(Question.Held.class::isInstance);
    nowMillis += 10_000;
    run(session);
    LogFact fact = own.store().log(log.key());
    assertThat(fact.height()).isEqualTo(1);
    assertThat(fact.fork()).isNotNull();
  }

  @Test
  void logsOfEqualHeightAreComparedWithoutFetchingThem() {
    fillPeer();
    peer.store().stored().forEach(stored -> own.publish(stored.entry()));
    PullSession session = session(50, true);
    run(session);
    nowMillis += 10_000;
    run(session);
    assertThat(asked).hasAtLeastOneElementOfType(Question.Held.class);
    assertThat(asked).noneMatch(Question.Logs.class::isInstance);
    assertThat(session.state()).isEqualTo(SessionState.FOLLOWING_HEIGHTS);
  }

  @Test
  void nextPageMayBeAskedForWhileOneIsStored() {
    fillPeer();
    PullSession session = session(1, false);
    List<Question> ahead = new ArrayList<>();
    Step step = session.next(nowMillis);
    while (step instanceof Step.Ask || step instanceof Step.Store) {
      if (step instanceof Step.Ask ask && !isHeld(ask.question())) {
        asked.add(ask.question());
        session.answered(peer.answers().answer(ask.question()), nowMillis);
      } else if (step instanceof Step.Store store) {
        Optional.ofNullable(store.ahead()).ifPresent(ahead::add);
        session.stored(own.ingest(store.batch()), nowMillis);
      } else {
        break;
      }
      step = session.next(nowMillis);
    }
    // Who the peer is and the first page cannot be known before.
    assertThat(ahead).isEqualTo(asked.subList(2, asked.size()));
    assertThat(ahead).hasSize(3);
  }

  @Test
  void forkBelowADifferenceOfHeightsIsFoundFromLinkToLink() {
    VerifiedEntry create = log.create("a");
    TestLog branch = log.branchAfter(1);
    VerifiedEntry theirs = log.update("b", create);
    VerifiedEntry theirThird = log.update("c", theirs);
    publish(peer, create, theirs, theirThird, log.update("d", theirThird));
    VerifiedEntry ours = branch.update("e", create);
    publish(own, create, ours, branch.update("f", ours));
    PullSession session = session(50, true);
    run(session);
    assertThat(own.store().log(log.key()).height()).isEqualTo(1);
    assertThat(asked).hasAtLeastOneElementOfType(Question.Entries.class);
  }

  @Test
  void whatWasEvictedIsReadAgainAndNoCursorSkipsIt() {
    fillPeer();
    own = node("own", 0);
    PullSession session = session(50, false);
    Step step =
        run(
            session,
            (question, reply) ->
                reply instanceof Reply.Feed feed ? withoutFirst(feed.page()) : reply);
    assertThat(own.evicted()).isPositive();
    assertThat(own.cursor("peer")).isEmpty();
    nowMillis = ((Step.Rest) step).untilMillis();
    run(session);
    assertThat(own.store().digest()).isEqualTo(peer.store().digest());
    assertThat(own.cursor("peer")).contains("peer-4");
  }

  private static Reply withoutFirst(FeedPage page) {
    List<EncodedEntryAndOperation> entries = page.entries();
    return new Reply.Feed(
        new FeedPage(
            entries.subList(Math.min(1, entries.size()), entries.size()),
            page.forkProofs(),
            page.endCursor(),
            page.hasNextPage(),
            page.reset(),
            page.remaining()));
  }
}
