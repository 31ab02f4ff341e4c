package bambusa.relay.metrics;

import bambusa.relay.metrics.Watched.PeerGauge;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What is known of each peer, by its address. */
final class PeerFamilies {

  private PeerFamilies() {}

  static void register(PrometheusRegistry families, Supplier<List<PeerGauge>> peers) {
    add(families, peers, "in_sync", "1 when nothing is to be fetched.", p -> p.inSync() ? 1 : 0);
    add(
        families,
        peers,
        "logs_behind",
        "Logs of which it holds more than was fetched.",
        PeerGauge::logsBehind);
    add(
        families,
        peers,
        "entries_behind",
        "Entries that it holds and that were not fetched.",
        PeerGauge::entriesBehind);
    add(families, peers, "parked", "Entries that wait for their past.", PeerGauge::parked);
    add(families, peers, "stored", "Entries stored that came from it.", PeerGauge::stored);
    add(families, peers, "refused", "Entries of it that were refused.", PeerGauge::refused);
  }

  private static void add(
      PrometheusRegistry families,
      Supplier<List<PeerGauge>> peers,
      String what,
      String help,
      ToDoubleFunction<PeerGauge> value) {
    families.register(new PeerFamily("bambusa_peer_" + what, help, peers, value));
  }

  private record PeerFamily(
      String name, String help, Supplier<List<PeerGauge>> peers, ToDoubleFunction<PeerGauge> value)
      implements Collector {

    @Override
    public MetricSnapshot collect() {
      GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
      for (PeerGauge peer : peers.get()) {
        family.dataPoint(
            GaugeDataPointSnapshot.builder()
                .labels(Labels.of("peer", peer.address()))
                .value(value.applyAsDouble(peer))
                .build());
      }
      return family.build();
    }
  }
}
