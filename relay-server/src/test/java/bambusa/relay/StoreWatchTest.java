package bambusa.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.relay.storage.StoreCounts;
import bambusa.relay.storage.StoreUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StoreWatchTest {

  private final CompletableFuture<StoreCounts> answer = new CompletableFuture<>();
  private final AtomicInteger questions = new AtomicInteger();

  private StoreCounts silent() {
    questions.incrementAndGet();
    return answer.join();
  }

  @Test
  void silentStoreIsToldSoonAndRecoversByItself() {
    try (StoreWatch watch = new StoreWatch(this::silent)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(watch::counts)
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("has not answered");
      }
      assertThat(questions).hasValue(1);

      answer.complete(new StoreCounts(3, 2, 1));

      assertThat(watch.counts()).isEqualTo(new StoreCounts(3, 2, 1));
    }
  }

  @Test
  void whatTheStoreSaysIsPassedOn() {
    try (StoreWatch watch =
        new StoreWatch(
            () -> {
              throw new StoreUnavailableException("connection refused");
            })) {
      assertThatThrownBy(watch::counts)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessage("connection refused");
    }
  }
}
