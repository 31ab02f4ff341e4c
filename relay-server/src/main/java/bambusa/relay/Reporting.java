package bambusa.relay;

import bambusa.relay.cli.RelayVersion;
import bambusa.relay.config.RelaySettings;
import bambusa.relay.graphql.GraphQlEngine;
import bambusa.relay.http.LimitUse;
import bambusa.relay.http.PeerReport;
import bambusa.relay.http.RelayHealth;
import bambusa.relay.http.RelayHttpServer;
import bambusa.relay.http.RelayReports;
import bambusa.relay.limits.Limit;
import bambusa.relay.limits.Limits;
import bambusa.relay.meters.RelayMeters;
import bambusa.relay.metrics.MetricsText;
import bambusa.relay.metrics.Watched;
import bambusa.relay.storage.EntryReader;
import bambusa.relay.storage.StorageException;
import bambusa.relay.storage.StoreCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a relay tells of itself: put together from its parts whenever somebody asks. */
final class Reporting implements RelayReports, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reporting.class);

  private final Limits limits;
  private final StoreWatch storeWatch;
  private final GraphQlEngine engine;
  private final Hosted hosted;
  private final Replicating replicating;
  private final QuicSide quic;
  private final RelayMeters meters;
  private final MetricsText metrics;
  private final long started;

  /** Set once the server that asks for all this runs. */
  private volatile @Nullable RelayHttpServer server;

  Reporting(
      RelaySettings settings,
      EntryReader reader,
      GraphQlEngine engine,
      Hosted hosted,
      Replicating replicating,
      QuicSide quic) {
    this.limits = settings.hosting().limits();
    this.storeWatch = new StoreWatch(reader::counts);
    this.engine = engine;
    this.hosted = hosted;
    this.replicating = replicating;
    this.quic = quic;
    this.meters = engine.accounts().meters();
    this.metrics =
        new MetricsText(new Watched(RelayVersion.text(), meters, gauges(), this::peerGauges));
    this.started = meters.nanoTime().getAsLong();
  }

  void servedBy(RelayHttpServer running) {
    server = running;
  }

  @Override
  public RelayHealth health() {
    try {
      StoreCounts now = storeWatch.counts();
      return new RelayHealth(
          RelayVersion.text(), true, now.entries(), now.logs(), now.authors(), hosted.complaints());
    } catch (StorageException e) {
      LOG.error("the relay is not healthy: {}", e.getMessage());
      List<String> reasons = new ArrayList<>(List.of("the store cannot be read"));
      reasons.addAll(hosted.complaints());
      return new RelayHealth(RelayVersion.text(), false, 0, 0, 0, reasons);
    }
  }

  @Override
  public List<PeerReport> peers() {
    return replicating.reports();
  }

  @Override
  public Optional<String> externalAddress() {
    return quic.externalAddress();
  }

  @Override
  public List<LimitUse> limits() {
    List<LimitUse> uses = new ArrayList<>();
    for (Limit limit : Limit.values()) {
      uses.add(
          new LimitUse(
              limit.key(), limit.meaning(), limits.of(limit), limits.source(limit), used(limit)));
    }
    return uses;
  }

  private @Nullable Long used(Limit limit) {
    RelayHttpServer running = server;
    return switch (limit) {
      case REQUESTS -> (long) engine.requestsUnderWay();
      case REQUESTS_PER_CLIENT -> (long) engine.requestsOfOneAsker();
      case WAITING -> (long) engine.heldQueries();
      case WAITING_PER_CLIENT -> (long) engine.heldOfOneAsker();
      case CONNECTIONS -> running == null ? 0L : running.openConnections();
      case CONNECTIONS_PER_CLIENT -> running == null ? 0L : running.connectionsOfOneClient();
      case UNREAD_BYTES -> engine.unread().bytes();
      case ARRIVING_BYTES -> running == null ? 0L : running.arrivingBytes();
      case REQUEST_RATE, PUBLISH_RATE, BYTE_RATE, COST_RATE ->
          engine.accounts().rates().most(limit);
      case STORE_BYTES -> hosted.room().usedBytes();
      case STORE_FREE_BYTES ->
          hosted.room().freeBytes() == Long.MAX_VALUE ? null : hosted.room().freeBytes();
      case BODY_BYTES,
          HEADER_BYTES,
          IDLE_SECONDS,
          MIN_BYTE_RATE,
          QUERY_TOKENS,
          QUERY_DEPTH,
          QUERY_FIELDS,
          QUERY_ALIASES,
          QUERY_COST,
          ANSWER_BYTES,
          EXECUTION_MILLIS,
          WAIT_SECONDS,
          PAGE_ENTRIES,
          PAGE_BYTES,
          PAGE_LOGS,
          AUTHOR_ENTRIES,
          AUTHOR_BYTES,
          OWNER_ENTRIES,
          OWNER_BYTES,
          SCHEMA_ENTRIES,
          SCHEMA_BYTES,
          POLICY_MILLIS,
          LOG_LINES ->
          null;
    };
  }

  @Override
  public Map<String, Object> totals() {
    Map<String, Object> totals = new LinkedHashMap<>();
    totals.put(
        "uptimeSeconds", TimeUnit.NANOSECONDS.toSeconds(meters.nanoTime().getAsLong() - started));
    totals.put("requests", meters.requests().counts());
    totals.put("requestSeconds", meters.requestTimes().seconds());
    totals.put("published", meters.published().counts());
    totals.put("replicated", meters.replicated().counts());
    totals.put("limited", meters.limited().counts());
    totals.put("commits", meters.commits().count());
    totals.put("commitSeconds", meters.commits().seconds());
    Runtime runtime = Runtime.getRuntime();
    totals.put("heapBytes", runtime.totalMemory() - runtime.freeMemory());
    totals.put("heapMaxBytes", runtime.maxMemory());
    return totals;
  }

  @Override
  public String metrics() {
    return metrics.now();
  }

  private Map<String, Watched.Gauge> gauges() {
    Map<String, Watched.Gauge> gauges = new LinkedHashMap<>();
    put(gauges, "bambusa_entries", "Entries stored.", () -> counts().entries());
    put(gauges, "bambusa_logs", "Logs stored.", () -> counts().logs());
    put(
        gauges,
        "bambusa_authors",
        "Authors of whom something is stored.",
        () -> counts().authors());
    put(gauges, "bambusa_requests_running", "Requests under way.", engine::requestsUnderWay);
    put(gauges, "bambusa_waiting", "Queries that wait for news.", engine::heldQueries);
    put(
        gauges,
        "bambusa_http_connections",
        "Open HTTP connections.",
        () -> {
          RelayHttpServer running = server;
          return running == null ? 0 : running.openConnections();
        });
    put(gauges, "bambusa_quic_connections", "Open QUIC connections.", quic.node()::connections);
    put(gauges, "bambusa_quic_streams", "QUIC streams being answered.", quic.node()::streams);
    put(
        gauges,
        "bambusa_quic_unanswerable",
        "QUIC messages dropped since the start, as nothing tells whom to answer.",
        quic.node()::unanswerable);
    put(
        gauges,
        "bambusa_quic_handshakes_refused",
        "Packets dropped since the start, as too many QUIC handshakes were under way.",
        quic.node()::refusedHandshakes);
    put(gauges, "bambusa_store_bytes", "What the store takes.", () -> hosted.room().usedBytes());
    put(
        gauges,
        "bambusa_store_free_bytes",
        "What its disk has left.",
        () -> hosted.room().freeBytes());
    put(
        gauges,
        "bambusa_degraded",
        "1 while something is not taken in.",
        () -> hosted.complaints().isEmpty() ? 0 : 1);
    return gauges;
  }

  private static void put(
      Map<String, Watched.Gauge> gauges, String name, String help, LongSupplier value) {
    gauges.put(name, new Watched.Gauge(help, value));
  }

  private StoreCounts counts() {
    try {
      return storeWatch.counts();
    } catch (StorageException e) {
      LOG.error("the store cannot be read: {}", e.getMessage());
      return new StoreCounts(0, 0, 0);
    }
  }

  private List<Watched.PeerGauge> peerGauges() {
    return peers().stream()
        .map(
            peer ->
                new Watched.PeerGauge(
                    peer.address(),
                    peer.state().startsWith("in sync"),
                    peer.wantedLogs(),
                    peer.entriesBehind(),
                    peer.parked(),
                    peer.accepted(),
                    peer.refused().values().stream().mapToLong(Long::longValue).sum()))
        .toList();
  }

  @Override
  public void close() {
    metrics.close();
    storeWatch.close();
  }
}
