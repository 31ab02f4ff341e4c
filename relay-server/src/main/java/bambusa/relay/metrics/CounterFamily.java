package bambusa.relay.metrics;

import bambusa.relay.meters.Tally;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/** A tally as a counter with one label. */
record CounterFamily(String name, String help, String label, Tally tally) implements Collector {

  @Override
  public MetricSnapshot collect() {
    CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
    tally
        .counts()
        .forEach(
            (value, count) ->
                family.dataPoint(
                    CounterDataPointSnapshot.builder()
                        .labels(Labels.of(label, value))
                        .value(count)
                        .build()));
    return family.build();
  }
}
