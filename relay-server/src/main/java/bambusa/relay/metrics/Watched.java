package bambusa.relay.metrics;

import bambusa.relay.meters.RelayMeters;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What is looked at when metrics are asked for.
 *
 * @param version of the software
 * @param gauges by their names, how it is at the moment
 * @param peers how it goes with each
 */
public record Watched(
    String version,
    RelayMeters meters,
    Map<String, Gauge> gauges,
    Supplier<List<PeerGauge>> peers) {

  public Watched {
    gauges = Map.copyOf(gauges);
  }

  /** How much of something there is. */
  public record Gauge(String help, LongSupplier value) {}

  /**
   * A peer, at one moment.
   *
   * @param logsBehind logs of which it holds more than was fetched yet
   * @param entriesBehind entries that it holds, as it tells, and that were not fetched yet
   */
  public record PeerGauge(
      String address,
      boolean inSync,
      int logsBehind,
      long entriesBehind,
      int parked,
      long stored,
      long refused) {}
}
