package bambusa.relay;

import bambusa.relay.storage.StorageException;
import bambusa.relay.storage.StoreCounts;
import bambusa.relay.storage.StoreUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a store holds, or finds out soon that it does not answer: a connection whose packets
 * are lost says nothing for a minute, and whoever asks for the health of a relay does not wait as
 * long. At most one question is under way. Used by any thread.
 */
final class StoreWatch implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 4;

  private final Supplier<StoreCounts> store;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> Relay.daemon(task, "store watch"));
  private @Nullable CompletableFuture<StoreCounts> asked;

  StoreWatch(Supplier<StoreCounts> store) {
    this.store = store;
  }

  /**
   * The counts as of now.
   *
   * @throws StorageException when they cannot be read
   */
  StoreCounts counts() {
    try {
      return ask().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new StoreUnavailableException(
          "the store has not answered for " + PATIENCE_SECONDS + " seconds", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StorageException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("stopped", e);
    }
  }

  /** Joins a question that has no answer yet, since many may ask while a store is silent. */
  private synchronized CompletableFuture<StoreCounts> ask() {
    if (asked == null || asked.isDone()) {
      asked = CompletableFuture.supplyAsync(store, thread);
    }
    return asked;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
