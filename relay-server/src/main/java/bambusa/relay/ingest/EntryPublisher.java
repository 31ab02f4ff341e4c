package bambusa.relay.ingest;

import bambusa.ingest.EncodedEntryAndOperation;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where authors publish. The gate is one; who only publishes need not know the rest of it. */
public interface EntryPublisher {

  /**
   * Publishes an entry; any thread may call, and none is blocked. The future completes when the
   * entry is on disk or refused, and with {@link bambusa.relay.storage.StorageException} when the
   * store failed.
   */
  CompletableFuture<PublishResult> publish(EncodedEntryAndOperation encoded);

  /** Why nothing can be stored at the moment; empty when something can. */
  default Optional<String> shortage() {
    return Optional.empty();
  }
}
