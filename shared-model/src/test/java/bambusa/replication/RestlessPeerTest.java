package bambusa.replication;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.TestLog;
import bambusa.ingest.Verified;
import bambusa.log.EncodedEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers that would have us ask again and again for nothing. */
class RestlessPeerTest {

  private static final int MAX_STEPS = 100;

  private final MemoryNode own = node("own");
  private final MemoryNode peer = node("peer");
  private long nowMillis = 1_000_000;

  private static MemoryNode node(String storeId) {
    return new MemoryNode(storeId, TargetSet.EVERYTHING, Verified.ONE_BY_ONE, 1_000);
  }

  private static PullSession session(MemoryNode own, boolean severalPeers) {
    SessionSettings settings = new SessionSettings(TargetSet.EVERYTHING, severalPeers, 100, 20);
    return new PullSession(settings, own, new FetchClaims(), () -> 0.5, (state, reason) -> {});
  }

  @BeforeEach
  void fillPeer() {
    peer.publish(new TestLog(TestAuthor.named("ann"), 0).create("a"));
  }

  /** Until the session rests; the peer answers at once, whatever it was asked to wait. */
  private Step.Rest runUntilRest(PullSession session, UnaryOperator<Reply> lie) {
    for (int i = 0; i < MAX_STEPS; i++) {
      Step next = session.next(nowMillis);
      if (next instanceof Step.Rest rest) {
        return rest;
      }
      if (next instanceof Step.Store store) {
        session.stored(own.ingest(store.batch()), nowMillis);
      } else {
        Reply honest = peer.answers().answer(((Step.Ask) next).question());
        session.answered(lie.apply(honest), nowMillis);
      }
    }
    throw new AssertionError("no rest within " + MAX_STEPS + " steps");
  }

  @Test
  void peerThatDoesNotHoldItsAnswersIsAskedOnceASecond() {
    for (boolean severalPeers : new boolean[] {false, true}) {
      Step.Rest rest = runUntilRest(session(own, severalPeers), UnaryOperator.identity());
      assertThat(rest.reason()).contains("does not hold its answers back");
      assertThat(rest.untilMillis()).isEqualTo(nowMillis + 1_000);
    }
  }

  @Test
  void pageThatIsGivenAgainAndAgainIsAnOffence() {
    FeedPage again =
        ((Reply.Feed) peer.answers().answer(new Question.Feed(null, TargetSet.EVERYTHING, 100, 0)))
            .page();
    Step.Rest rest =
        runUntilRest(
            session(own, false),
            reply -> reply instanceof Reply.Feed ? new Reply.Feed(again) : reply);
    assertThat(rest.reason()).contains("does not advance");
  }

  @Test
  void peerThatOnlyTellsItsNameRestsLongerEachTime() {
    PullSession session = session(own, false);
    UnaryOperator<Reply> failing =
        reply -> reply instanceof Reply.Node ? reply : new Reply.Errors(List.of("it is broken"));
    long before = 0;
    for (int i = 0; i < 5; i++) {
      Step.Rest rest = runUntilRest(session, failing);
      long millis = rest.untilMillis() - nowMillis;
      assertThat(millis).isGreaterThan(before);
      before = millis;
      nowMillis = rest.untilMillis();
    }
  }

  @Test
  void entryThatIsNothingEndsItsLogWhileTheOthersGoOn() {
    TestLog bob = new TestLog(TestAuthor.named("bob"), 0);
    peer.publish(bob.create("b"));
    UnaryOperator<Reply> withNothing =
        reply -> {
          if (!(reply instanceof Reply.Feed feed) || feed.page().entries().isEmpty()) {
            return reply;
          }
          FeedPage page = feed.page();
          List<EncodedEntryAndOperation> entries = new ArrayList<>(page.entries());
          entries.set(0, new EncodedEntryAndOperation(new EncodedEntry(new byte[0]), null));
          return new Reply.Feed(
              new FeedPage(
                  entries,
                  page.forkProofs(),
                  page.endCursor(),
                  page.hasNextPage(),
                  page.reset(),
                  page.remaining()));
        };
    runUntilRest(session(own, false), withNothing);
    assertThat(own.authors()).containsExactly(TestAuthor.named("bob").publicKey());
  }
}
