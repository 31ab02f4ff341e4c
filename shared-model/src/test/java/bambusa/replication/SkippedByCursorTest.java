package bambusa.replication;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.ingest.TestLog;
import bambusa.ingest.Verified;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A peer whose store was replaced by an older copy, and has grown beyond our cursor since. */
class SkippedByCursorTest {

  private static final int MAX_STEPS = 100;
  private static final long REVIEW_MILLIS = 60_000;

  private final MemoryNode own = node("own");
  private final List<Question> asked = new ArrayList<>();
  private MemoryNode peer = node("peer");
  private boolean comparesRanges = true;
  private long nowMillis = 1_000_000;

  private static MemoryNode node(String storeId) {
    return new MemoryNode(storeId, TargetSet.EVERYTHING, Verified.ONE_BY_ONE, 1_000);
  }

  private void fill(String... authors) {
    for (String author : authors) {
      peer.publish(new TestLog(TestAuthor.named(author), 0).create(author));
    }
  }

  private PullSession session(boolean severalPeers) {
    SessionSettings settings = new SessionSettings(TargetSet.EVERYTHING, severalPeers, 100, 20);
    return new PullSession(settings, own, new FetchClaims(), () -> 0.5, (state, reason) -> {});
  }

  /** Until it waits for news. */
  private void run(PullSession session) {
    for (int i = 0; i < MAX_STEPS; i++) {
      Step next = session.next(nowMillis);
      if (next instanceof Step.Store store) {
        session.stored(own.ingest(store.batch()), nowMillis);
        continue;
      }
      Question question = ((Step.Ask) next).question();
      asked.add(question);
      boolean unknown = question instanceof Question.Ranges && !comparesRanges;
      Reply reply =
          unknown ? new Reply.Errors(List.of("no such field")) : peer.answers().answer(question);
      boolean waits =
          session.state() == SessionState.FOLLOWING_FEED
              || session.state() == SessionState.FOLLOWING_HEIGHTS;
      if (waits) {
        return;
      }
      session.answered(reply, nowMillis);
    }
    throw new AssertionError("no end after " + MAX_STEPS + " steps");
  }

  /** Reads three entries, then goes on with another store of the same id, and waits. */
  private PullSession runWithAnOlderCopy(boolean severalPeers) {
    fill("ann", "bob", "cat");
    run(session(severalPeers));
    peer = node("peer");
    fill("ann", "dan", "eve", "fay");
    PullSession session = session(severalPeers);
    run(session);
    assertThat(own.store().entryCount()).isEqualTo(4);
    nowMillis += REVIEW_MILLIS;
    run(session);
    return session;
  }

  @Test
  void whatTheCursorSkipsIsFetchedBeforeTheFeedGoesOn() {
    PullSession session = runWithAnOlderCopy(false);
    assertThat(own.store().entryCount()).isEqualTo(6);
    assertThat(session.state()).isEqualTo(SessionState.FOLLOWING_FEED);
  }

  @Test
  void besideOtherPeersToo() {
    PullSession session = runWithAnOlderCopy(true);
    assertThat(own.store().entryCount()).isEqualTo(6);
    assertThat(session.state()).isEqualTo(SessionState.FOLLOWING_HEIGHTS);
  }

  @Test
  void peerThatLostNothingIsAskedOnceForOneRange() {
    fill("ann", "bob");
    run(session(false));
    PullSession session = session(false);
    run(session);
    asked.clear();
    for (int i = 0; i < 3; i++) {
      nowMillis += REVIEW_MILLIS;
      run(session);
    }
    List<Question> ranges = asked.stream().filter(Question.Ranges.class::isInstance).toList();
    assertThat(ranges).hasSize(1);
    assertThat(((Question.Ranges) ranges.get(0)).ranges()).hasSize(1);
    assertThat(asked).noneMatch(Question.Logs.class::isInstance);
  }

  @Test
  void peerThatDoesNotCompareRangesIsFollowedAllTheSame() {
    comparesRanges = false;
    PullSession session = runWithAnOlderCopy(false);
    assertThat(session.state()).isEqualTo(SessionState.FOLLOWING_FEED);
    assertThat(asked).noneMatch(Question.Heights.class::isInstance);
  }
}
