package bambusa.relay.ingest;

import bambusa.crypto.RandomBytes;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What a gate works with.
 *
 * @param verifiers number of threads that decode and verify
 * @param random unpredictable
 * @param nanoTime a clock for intervals
 * @param completions runs what depends on the gate's futures, so that the writer does not
 */
public record GateResources(
    int verifiers, RandomBytes random, LongSupplier nanoTime, Executor completions) {}
