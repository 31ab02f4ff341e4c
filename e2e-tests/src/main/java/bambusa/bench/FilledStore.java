package bambusa.bench;

import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.IngestResult;
import bambusa.relay.ingest.ArrivalSignal;
import bambusa.relay.ingest.GateResources;
import bambusa.relay.ingest.IngestGate;
import bambusa.relay.ingest.PeerPage;
import bambusa.relay.ingest.PeerPageResult;
import bambusa.relay.storage.SharedDocuments;
import bambusa.relay.storage.SqlStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A relay's store with its ingest gate, in this process and without a network. */
public final class FilledStore implements AutoCloseable {

  private static final int PAGE = 1_000;
  private static final Executor AT_ONCE = Runnable::run;

  private final SqlStore store;
  private final IngestGate gate;

  /** Opens or makes the store in a directory; so many threads verify. */
  public FilledStore(Path directory, int verifiers) {
    SecureRandom random = new SecureRandom();
    this.store = SqlStore.open(directory, random);
    this.gate =
        new IngestGate(
            store.writer(),
            SharedDocuments.EVERYTHING,
            new ArrivalSignal(DocumentChoice.EVERYTHING, AT_ONCE),
            new GateResources(verifiers, random::nextBytes, System::nanoTime, AT_ONCE));
  }

  /** Makes a data directory that a relay can be started on. */
  public static void fill(Path directory, List<EncodedEntryAndOperation> entries)
      throws InterruptedException {
    try (FilledStore filled =
        new FilledStore(directory, Runtime.getRuntime().availableProcessors())) {
      filled.ingest(entries);
    }
  }

  /**
   * Ingests new entries as pages of a peer; returns when all are on disk.
   *
   * @throws IllegalStateException when one is not accepted
   */
  public void ingest(List<EncodedEntryAndOperation> entries) throws InterruptedException {
    List<CompletableFuture<PeerPageResult>> results = new ArrayList<>();
    for (int from = 0; from < entries.size(); from += PAGE) {
      List<EncodedEntryAndOperation> page =
          entries.subList(from, Math.min(from + PAGE, entries.size()));
      results.add(gate.replicate(new PeerPage(page, List.of(), DocumentChoice.EVERYTHING, null)));
    }
    for (CompletableFuture<PeerPageResult> result : results) {
      for (IngestResult entry : result.join().entries()) {
        if (!(entry instanceof IngestResult.Accepted)) {
          throw new IllegalStateException("not stored: " + entry);
        }
      }
    }
  }

  public SqlStore store() {
    return store;
  }

  public IngestGate gate() {
    return gate;
  }

  @Override
  public void close() {
    gate.close();
    store.close();
  }
}
