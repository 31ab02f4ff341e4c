package bambusa.relay.ingest;

import bambusa.crypto.RandomBytes;
import bambusa.relay.meters.RelayMeters;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What a gate works with.
 *
 * @param verifiers number of threads that decode and verify
 * @param random unpredictable
 * @param nanoTime a clock for intervals
 * @param completions runs what depends on the gate's futures, so that the writer does not
 * @param meters counts what comes in
 * @param rules of the host
 */
public record GateResources(
    int verifiers,
    RandomBytes random,
    LongSupplier nanoTime,
    Executor completions,
    RelayMeters meters,
    HostRules rules) {

  /** For a gate that nobody watches. */
  public GateResources(
      int verifiers, RandomBytes random, LongSupplier nanoTime, Executor completions) {
    this(verifiers, random, nanoTime, completions, new RelayMeters(nanoTime), HostRules.NONE);
  }
}
