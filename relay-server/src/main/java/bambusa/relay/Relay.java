package bambusa.relay;

import bambusa.relay.cli.CommandException;
import bambusa.relay.cli.RelayVersion;
import bambusa.relay.cli.RunningRelay;
import bambusa.relay.config.RelaySettings;
import bambusa.relay.graphql.Accounts;
import bambusa.relay.graphql.GraphQlEngine;
import bambusa.relay.graphql.GraphQlLimits;
import bambusa.relay.graphql.RelayParts;
import bambusa.relay.http.AddressTakenException;
import bambusa.relay.http.HttpSettings;
import bambusa.relay.http.RelayHttpServer;
import bambusa.relay.ingest.ArrivalSignal;
import bambusa.relay.ingest.GateResources;
import bambusa.relay.ingest.IngestGate;
import bambusa.relay.limits.Limits;
import bambusa.relay.meters.RelayMeters;
import bambusa.relay.storage.EntryReader;
import bambusa.relay.storage.SharedDocuments;
import bambusa.relay.storage.SqlStore;
import bambusa.relay.storage.StorageException;
import bambusa.relay.storage.StoreAddress;
import bambusa.relay.storage.StoreCounts;
import bambusa.relay.storage.StoreUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A relay put together: store, gate, engine, servers. Closed in the opposite order, once. */
final class Relay implements RunningRelay {

  /**
   * Complete futures of publishers and wake those who wait; the work behind has threads of its own.
   */
  private static final int COMPLETION_THREADS = 2;

  private final RelayHttpServer server;
  private final QuicSide quic;
  private final Replicating replicating;
  private final Reporting reporting;
  private final Hosted hosted;
  private final IngestGate gate;
  private final ExecutorService completions;
  private final SqlStore store;
  private final Counts counts;

  private Relay(
      RelayHttpServer server,
      QuicSide quic,
      Replicating replicating,
      Reporting reporting,
      Hosted hosted,
      IngestGate gate,
      ExecutorService completions,
      SqlStore store,
      Counts counts) {
    this.server = server;
    this.quic = quic;
    this.replicating = replicating;
    this.reporting = reporting;
    this.hosted = hosted;
    this.gate = gate;
    this.completions = completions;
    this.store = store;
    this.counts = counts;
  }

  /** Returns when the relay answers. */
  static Relay start(RelaySettings settings, SecureRandom random) throws CommandException {
    SqlStore store = open(settings, random);
    try {
      return start(settings, random, store);
    } catch (CommandException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static SqlStore open(RelaySettings settings, SecureRandom random)
      throws CommandException {
    Path directory = settings.dataDirectory();
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new CommandException(
          directory + " is not a directory; choose another place for the store with --data");
    }
    try {
      return SqlStore.open(settings.store(), random);
    } catch (StoreUnavailableException e) {
      String advice =
          settings.store() instanceof StoreAddress.Sqlite
              ? "; choose another directory with --data"
              : "; look at --store";
      throw new CommandException(settings.store() + ": " + e.getMessage() + advice, e);
    } catch (StorageException e) {
      throw new CommandException(settings.store() + ": " + e.getMessage(), e);
    }
  }

  private static Relay start(RelaySettings settings, SecureRandom random, SqlStore store)
      throws CommandException {
    SharedDocuments shared =
        new SharedDocuments(
            orEverything(settings.allowedSchemas()), orEverything(settings.allowedOwners()));
    RelayMeters meters = new RelayMeters(System::nanoTime);
    EntryReader reader = store.reader(shared, meters);
    StoreCounts counts = reader.counts();
    Hosted hosted = hosted(settings, shared, store, meters);
    ExecutorService completions =
        Executors.newFixedThreadPool(COMPLETION_THREADS, task -> daemon(task, "completion"));
    ArrivalSignal arrivals = new ArrivalSignal(shared, completions);
    store.follow(arrivals::arrived);
    // One processor is left to the writer and to those who ask.
    int verifiers = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    IngestGate gate =
        new IngestGate(
            store.writer(),
            shared,
            arrivals,
            new GateResources(
                verifiers, random::nextBytes, System::nanoTime, completions, meters, hosted));
    RelayParts parts =
        new RelayParts(
            reader, gate, arrivals, RelayVersion.text(), orEverything(settings.allowedSchemas()));
    Limits limits = settings.hosting().limits();
    GraphQlEngine engine =
        new GraphQlEngine(parts, GraphQlLimits.of(limits), Accounts.of(meters, limits));
    QuicSide quic = QuicSide.start(settings, engine, random);
    Replicating replicating =
        new Replicating(settings, store, gate, shared::bans, random, quic.node());
    Reporting reporting = new Reporting(settings, reader, engine, hosted, replicating, quic);
    try {
      RelayHttpServer server =
          RelayHttpServer.start(
              HttpSettings.of(
                  settings.host(),
                  settings.httpPort(),
                  limits,
                  settings.hosting().trustedProxies()),
              engine,
              reporting);
      reporting.servedBy(server);
      replicating.start();
      return new Relay(
          server,
          quic,
          replicating,
          reporting,
          hosted,
          gate,
          completions,
          store,
          new Counts(counts.entries(), counts.logs(), counts.authors()));
    } catch (AddressTakenException e) {
      engine.close();
      replicating.close();
      quic.close();
      gate.close();
      hosted.close();
      throw new CommandException(e.getMessage() + "; choose another with --http-port or --host", e);
    }
  }

  private static Hosted hosted(
      RelaySettings settings, SharedDocuments shared, SqlStore store, RelayMeters meters)
      throws CommandException {
    return new Hosted(
        settings,
        shared,
        store.reader(SharedDocuments.EVERYTHING),
        settings.store() instanceof StoreAddress.Sqlite sqlite
            ? StoreFiles.of(sqlite)
            : new DatabaseRoom(store::sizeBytes, meters.nanoTime()),
        meters);
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private static <T> @Nullable List<T> orEverything(List<T> allowed) {
    return allowed.isEmpty() ? null : allowed;
  }

  @Override
  public int httpPort() {
    return server.port();
  }

  @Override
  public int quicPort() {
    return quic.node().port();
  }

  @Override
  public Counts counts() {
    return counts;
  }

  @Override
  public int peerCount() {
    return replicating.peerCount();
  }

  @Override
  public void close() {
    server.close();
    replicating.close();
    quic.close();
    gate.close();
    reporting.close();
    hosted.close();
    completions.shutdown();
    store.close();
  }
}
