package bambusa.bench;

import bambusa.bytes.MalformedException;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.relay.graphql.Accounts;
import bambusa.relay.graphql.GraphQlEngine;
import bambusa.relay.graphql.GraphQlLimits;
import bambusa.relay.graphql.RelayParts;
import bambusa.relay.http.AddressTakenException;
import bambusa.relay.http.HttpSettings;
import bambusa.relay.http.LimitUse;
import bambusa.relay.http.PeerReport;
import bambusa.relay.http.RelayHealth;
import bambusa.relay.http.RelayHttpServer;
import bambusa.relay.http.RelayReports;
import bambusa.relay.ingest.ArrivalSignal;
import bambusa.relay.ingest.GateResources;
import bambusa.relay.ingest.IngestGate;
import bambusa.relay.ingest.PeerPage;
import bambusa.relay.ingest.PeerPageResult;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.peers.PeerStatus;
import bambusa.relay.peers.PeerTransport;
import bambusa.relay.peers.Peers;
import bambusa.relay.storage.SharedDocuments;
import bambusa.relay.storage.SqlStore;
import bambusa.replication.SessionState;
import bambusa.replication.TargetSet;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A relay as it runs, with its own server on the loopback address, whose traffic with its only peer
 * is counted.
 */
final class BenchRelay implements AutoCloseable {

  private static final int PAGE = 1_000;
  private static final long LOOK_MILLIS = 2;
  private static final long MAX_SECONDS = 300;

  private final SecureRandom random = new SecureRandom();
  private final ExecutorService completions = Executors.newFixedThreadPool(2);
  private final SqlStore store;
  private final IngestGate gate;
  private final GraphQlEngine engine;
  private final RelayHttpServer server;
  private @Nullable Peers peers;

  BenchRelay(Path directory) throws AddressTakenException {
    SharedDocuments everything = SharedDocuments.EVERYTHING;
    this.store = SqlStore.open(directory, random);
    ArrivalSignal arrivals = new ArrivalSignal(everything, completions);
    this.gate =
        new IngestGate(
            store.writer(),
            everything,
            arrivals,
            new GateResources(Floors.VERIFIERS, random::nextBytes, System::nanoTime, completions));
    RelayParts parts = new RelayParts(store.reader(everything), gate, arrivals, "benchmark", null);
    this.engine =
        new GraphQlEngine(parts, GraphQlLimits.DEFAULT, Accounts.unlimited(System::nanoTime));
    this.server =
        RelayHttpServer.start(HttpSettings.of("127.0.0.1", 0), engine, new NothingToTell());
  }

  private static final class NothingToTell implements RelayReports {
    @Override
    public RelayHealth health() {
      return new RelayHealth("benchmark", true, 0, 0, 0, List.of());
    }

    @Override
    public List<PeerReport> peers() {
      return List.of();
    }

    @Override
    public Optional<String> externalAddress() {
      return Optional.empty();
    }

    @Override
    public List<LimitUse> limits() {
      return List.of();
    }

    @Override
    public Map<String, Object> totals() {
      return Map.of();
    }

    @Override
    public String metrics() {
      return "";
    }
  }

  int port() {
    return server.port();
  }

  /** Stores entries as pages of a peer; nanoseconds until all are on disk. */
  long ingest(List<EncodedEntryAndOperation> entries) throws InterruptedException {
    long begun = System.nanoTime();
    List<CompletableFuture<PeerPageResult>> pages = new ArrayList<>();
    for (int from = 0; from < entries.size(); from += PAGE) {
      List<EncodedEntryAndOperation> page =
          entries.subList(from, Math.min(from + PAGE, entries.size()));
      pages.add(gate.replicate(new PeerPage(page, List.of(), DocumentChoice.EVERYTHING, null)));
    }
    pages.forEach(CompletableFuture::join);
    return System.nanoTime() - begun;
  }

  long entryCount() {
    return store.reader(SharedDocuments.EVERYTHING).counts().entries();
  }

  /** What answers its questions, whichever transport brings them. */
  GraphQlEngine engine() {
    return engine;
  }

  /** Begins a session with one peer. */
  Traffic pullFrom(BenchRelay peer) throws IOException {
    Traffic traffic = new Traffic(peer.port());
    pullFrom(traffic.graphql().toString(), traffic::transport);
    return traffic;
  }

  /** Begins a session with one peer over a transport of one's own. */
  void pullFrom(String address, Function<PeerAddress, PeerTransport> transports) {
    Peers.Surroundings surroundings =
        new Peers.Surroundings(
            store.reader(SharedDocuments.EVERYTHING),
            store.peerCursors(),
            gate,
            TargetSet.EVERYTHING,
            System::currentTimeMillis,
            random::nextDouble);
    Peers started = new Peers(surroundings, transports);
    try {
      started.set(List.of(PeerAddress.parse(address)));
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
    peers = started;
  }

  /** Waits until the session has caught up and holds a query for what comes. */
  void awaitInSync() throws InterruptedException {
    long begun = System.nanoTime();
    while (!isInSync()) {
      if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(MAX_SECONDS)) {
        throw new IllegalStateException("not in sync after " + MAX_SECONDS + " s");
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private boolean isInSync() {
    Peers started = peers;
    if (started == null) {
      throw new IllegalStateException("no session was begun");
    }
    PeerStatus status = started.status().get(0);
    status
        .error()
        .ifPresent(
            error -> {
              throw new IllegalStateException(error);
            });
    return status.state() == SessionState.FOLLOWING_FEED
        || status.state() == SessionState.FOLLOWING_HEIGHTS;
  }

  void endSession() {
    Peers started = peers;
    if (started != null) {
      started.close();
    }
    peers = null;
  }

  @Override
  public void close() {
    endSession();
    server.close();
    gate.close();
    completions.shutdown();
    store.close();
  }
}
