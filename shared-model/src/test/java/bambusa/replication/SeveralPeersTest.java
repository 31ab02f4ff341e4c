package bambusa.replication;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.ingest.TestLog;
import bambusa.ingest.Verified;
import bambusa.ingest.VerifiedEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two sessions of one node with peers that hold the same (replication.md 3, steps 4 and 5). */
class SeveralPeersTest {

  private static final int LOGS = 30;
  private static final int MAX_STEPS = 500;
  private static final long LATER_MILLIS = 1_000;

  private final MemoryNode own = node("own");
  private final FetchClaims claims = new FetchClaims();
  private final Side one = new Side("one");
  private final Side other = new Side("other");
  private long nowMillis = 1_000_000;

  private static MemoryNode node(String storeId) {
    return new MemoryNode(storeId, TargetSet.EVERYTHING, Verified.ONE_BY_ONE, 10_000);
  }

  /** A peer and the session with it. */
  private final class Side {

    private final MemoryNode peer;
    private final PullSession session;
    private int fetched;

    Side(String storeId) {
      this.peer = node(storeId);
      SessionSettings settings = new SessionSettings(TargetSet.EVERYTHING, true, 1_000, 20);
      this.session = new PullSession(settings, own, claims, () -> 0.5, (state, reason) -> {});
    }

    /** Does one step; false when the session waits. */
    boolean step() {
      Step next = session.next(nowMillis);
      if (next instanceof Step.Store store) {
        session.stored(own.ingest(store.batch()), nowMillis);
        return true;
      }
      if (next instanceof Step.Rest || isFollowing()) {
        return false;
      }
      Question question = ((Step.Ask) next).question();
      Reply reply = peer.answers().answer(question);
      fetched += reply instanceof Reply.Logs logs ? logs.entries().size() : 0;
      session.answered(reply, nowMillis);
      return true;
    }

    private boolean isFollowing() {
      return session.state() == SessionState.FOLLOWING_HEIGHTS;
    }

    /** Until the session is about to ask for logs, which are its own to fetch then. */
    void claimLogs() {
      for (int i = 0; i < MAX_STEPS; i++) {
        Step next = session.next(nowMillis);
        if (next instanceof Step.Ask ask && ask.question() instanceof Question.Logs) {
          return;
        }
        step();
      }
      throw new AssertionError("no logs are asked for");
    }
  }

  @BeforeEach
  void fillPeers() {
    for (int i = 0; i < LOGS; i++) {
      VerifiedEntry entry = new TestLog(TestAuthor.named("author"), i).create("text");
      one.peer.publish(entry);
      other.peer.publish(entry);
    }
  }

  private void run(Side... sides) {
    for (int i = 0; i < MAX_STEPS; i++) {
      boolean busy = false;
      for (Side side : sides) {
        busy |= side.step();
      }
      if (!busy && own.store().entryCount() == LOGS) {
        return;
      }
      nowMillis += busy ? 0 : LATER_MILLIS;
    }
    throw new AssertionError("not everything came");
  }

  @Test
  void everyMissingLogIsFetchedFromOneOfThem() {
    run(one, other);
    assertThat(one.fetched + other.fetched).isEqualTo(LOGS);
    assertThat(own.store().digest()).isEqualTo(one.peer.store().digest());
  }

  @Test
  void peerThatDiesInTheMiddleIsReplaced() {
    one.claimLogs();
    one.session.failed("the connection broke off", nowMillis);
    run(other);
    assertThat(other.fetched).isEqualTo(LOGS);
  }

  @Test
  void peerThatDawdlesKeepsNoLogFromUsForLong() {
    one.claimLogs();
    run(other);
    assertThat(other.fetched).isEqualTo(LOGS);
    assertThat(one.fetched).isZero();
  }
}
