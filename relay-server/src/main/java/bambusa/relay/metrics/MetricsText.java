package bambusa.relay.metrics;

import bambusa.relay.meters.Durations;
import bambusa.relay.meters.RelayMeters;
import bambusa.relay.meters.Tally;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics}. Put together when it is asked for first: a relay that nobody watches does not
 * carry the libraries in its memory. Any thread may call.
 */
public final class MetricsText implements AutoCloseable {

  private final Watched watched;
  private @Nullable PrometheusMeterRegistry registry;
  private @Nullable JvmGcMetrics collections;

  public MetricsText(Watched watched) {
    this.watched = watched;
  }

  /** Everything, as of now. */
  public synchronized String now() {
    PrometheusMeterRegistry known = registry;
    if (known == null) {
      known = assemble();
      registry = known;
    }
    return known.scrape();
  }

  private PrometheusMeterRegistry assemble() {
    PrometheusRegistry families = new PrometheusRegistry();
    PrometheusMeterRegistry assembled =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, families, Clock.SYSTEM);
    ofJvm(assembled);
    watched
        .gauges()
        .forEach(
            (name, gauge) ->
                Gauge.builder(name, gauge, one -> one.value().getAsLong())
                    .description(gauge.help())
                    .register(assembled));
    Gauge.builder("bambusa_build", () -> 1)
        .description("Always 1; the version is a label.")
        .tag("version", watched.version())
        .register(assembled);
    counters(families);
    PeerFamilies.register(families, watched.peers());
    return assembled;
  }

  private void ofJvm(PrometheusMeterRegistry assembled) {
    new JvmMemoryMetrics().bindTo(assembled);
    new JvmThreadMetrics().bindTo(assembled);
    new ClassLoaderMetrics().bindTo(assembled);
    new ProcessorMetrics().bindTo(assembled);
    new FileDescriptorMetrics().bindTo(assembled);
    new UptimeMetrics().bindTo(assembled);
    collections = new JvmGcMetrics();
    collections.bindTo(assembled);
  }

  private void counters(PrometheusRegistry families) {
    RelayMeters meters = watched.meters();
    count(families, "bambusa_requests", "GraphQL requests answered.", "outcome", meters.requests());
    count(
        families,
        "bambusa_published",
        "Entries that clients published.",
        "outcome",
        meters.published());
    count(
        families, "bambusa_replicated", "Entries that peers sent.", "outcome", meters.replicated());
    count(
        families,
        "bambusa_log_lines_left_out",
        "Lines left out of the log.",
        "logger",
        meters.logs());
    count(families, "bambusa_limited", "What exceeded a limit.", "limit", meters.limited());
    time(
        families,
        "bambusa_request_seconds",
        "From a request to its answer, waiting for news not counted.",
        meters.requestTimes());
    time(
        families,
        "bambusa_store_decide_seconds",
        "Deciding and writing what one transaction holds.",
        meters.decisions());
    time(
        families,
        "bambusa_store_commit_seconds",
        "Bringing a transaction to disk, with its fsync.",
        meters.commits());
    time(
        families,
        "bambusa_store_read_seconds",
        "Reading the store once; a query may read it several times.",
        meters.reads());
  }

  private static void count(
      PrometheusRegistry families, String name, String help, String label, Tally tally) {
    families.register(new CounterFamily(name, help, label, tally));
  }

  private static void time(
      PrometheusRegistry families, String name, String help, Durations durations) {
    families.register(new DurationFamily(name, help, durations));
  }

  @Override
  public synchronized void close() {
    if (collections != null) {
      collections.close();
    }
    if (registry != null) {
      registry.close();
    }
  }
}
