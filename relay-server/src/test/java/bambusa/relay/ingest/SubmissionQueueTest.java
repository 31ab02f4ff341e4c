package bambusa.relay.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.ingest.TestLog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SubmissionQueueTest {

  private final TestLog log = new TestLog(TestAuthor.named("author"), 0);

  private Submission publication() {
    return new Submission.Publication(TestRelay.encoded(log.create("a")));
  }

  @Test
  void moreThanThereIsRoomForIsRefused() {
    SubmissionQueue queue = new SubmissionQueue(2, 1_000_000);
    assertThat(queue.offer(publication())).isTrue();
    assertThat(queue.offer(publication())).isTrue();
    assertThat(queue.offer(publication())).isFalse();
  }

  @Test
  void moreBytesThanThereIsRoomForAreRefused() {
    Submission first = publication();
    SubmissionQueue queue = new SubmissionQueue(100, first.bytes + 10);
    assertThat(queue.offer(first)).isTrue();
    assertThat(queue.offer(publication())).isFalse();
  }

  @Test
  void whateverIsVerifiedFirstWhatCameFirstIsDecidedFirst() throws InterruptedException {
    SubmissionQueue queue = new SubmissionQueue(10, 1_000_000);
    Submission first = publication();
    Submission second = publication();
    queue.offer(first);
    queue.offer(second);
    assertThat(queue.takeToVerify(1)).containsExactly(first);
    assertThat(queue.takeToVerify(1)).containsExactly(second);
    queue.verified(List.of(second));
    assertThat(queue.pollToDecide()).isEmpty();
    queue.verified(List.of(first));
    assertThat(queue.takeToDecide()).contains(first);
    assertThat(queue.takeToDecide()).contains(second);
  }

  @Test
  void pageWaitsForRoom() throws InterruptedException {
    SubmissionQueue queue = new SubmissionQueue(1, 1_000_000);
    Submission first = publication();
    queue.offer(first);
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return queue.put(publication());
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    queue.takeToVerify(1);
    queue.verified(List.of(first));
    assertThat(queue.takeToDecide()).contains(first);
    assertThat(waiting.join()).isTrue();
  }

  @Test
  void closedQueueTakesNothingInAndLetsOutWhatIsInside() throws InterruptedException {
    SubmissionQueue queue = new SubmissionQueue(10, 1_000_000);
    Submission inside = publication();
    queue.offer(inside);
    queue.close();
    assertThat(queue.offer(publication())).isFalse();
    assertThat(queue.put(publication())).isFalse();
    assertThat(queue.takeToVerify(10)).containsExactly(inside);
    queue.verified(List.of(inside));
    assertThat(queue.takeToDecide()).contains(inside);
    assertThat(queue.takeToVerify(10)).isEmpty();
    assertThat(queue.takeToDecide()).isEmpty();
  }
}
