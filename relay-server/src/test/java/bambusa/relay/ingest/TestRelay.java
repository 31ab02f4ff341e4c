package bambusa.relay.ingest;

import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.IngestResult;
import bambusa.ingest.VerifiedEntry;
import bambusa.relay.meters.RelayMeters;
import bambusa.relay.storage.EntryReader;
import bambusa.relay.storage.SharedDocuments;
import bambusa.relay.storage.SqlStore;
import bambusa.replication.TargetSet;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A store with its gate, as in a relay; only the network is missing. */
public final class TestRelay implements AutoCloseable {

  private static final Executor AT_ONCE = Runnable::run;
  private static final long TIMEOUT_SECONDS = 60;

  private final SqlStore store;
  private final EntryReader reader;
  private final ArrivalSignal signal;
  private final IngestGate gate;

  public TestRelay(SqlStore store) {
    this(store, SharedDocuments.EVERYTHING);
  }

  public TestRelay(SqlStore store, SharedDocuments shared) {
    this(store, shared, HostRules.NONE);
  }

  public TestRelay(SqlStore store, HostRules host) {
    this(store, SharedDocuments.EVERYTHING, host);
  }

  private TestRelay(SqlStore store, SharedDocuments shared, HostRules host) {
    this.store = store;
    this.reader = store.reader(shared);
    this.signal = new ArrivalSignal(shared, AT_ONCE);
    this.gate =
        new IngestGate(
            store.writer(),
            shared,
            signal,
            new GateResources(
                1,
                new SecureRandom()::nextBytes,
                System::nanoTime,
                AT_ONCE,
                new RelayMeters(System::nanoTime),
                host));
  }

  public static EncodedEntryAndOperation encoded(VerifiedEntry entry) {
    return new EncodedEntryAndOperation(
        entry.entry().encoded(), entry.decoded().encodedOperation());
  }

  public static List<EncodedEntryAndOperation> encoded(List<VerifiedEntry> entries) {
    return entries.stream().map(TestRelay::encoded).toList();
  }

  public PublishResult publish(EncodedEntryAndOperation encoded) {
    return await(gate.publish(encoded));
  }

  public PublishResult publish(VerifiedEntry entry) {
    return publish(encoded(entry));
  }

  /** Ingests entries as a page of a peer that was asked for everything. */
  public List<IngestResult> replicate(List<VerifiedEntry> entries) {
    return replicate(new PeerPage(encoded(entries), List.of(), DocumentChoice.EVERYTHING, null))
        .entries();
  }

  public List<IngestResult> replicate(VerifiedEntry... entries) {
    return replicate(List.of(entries));
  }

  public PeerPageResult replicate(PeerPage page) {
    try {
      return await(gate.replicate(page));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  public EntryReader reader() {
    return reader;
  }

  public SqlStore store() {
    return store;
  }

  public ArrivalSignal signal() {
    return signal;
  }

  public IngestGate gate() {
    return gate;
  }

  /** Everything that nodes must agree on, in a fixed order. */
  public String digest(List<VerifiedEntry> known) {
    return StoreDigest.of(reader, TargetSet.EVERYTHING, known);
  }

  @Override
  public void close() {
    gate.close();
    store.close();
  }
}
