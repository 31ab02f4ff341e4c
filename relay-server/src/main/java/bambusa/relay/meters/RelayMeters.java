package bambusa.relay.meters;

import java.util.function.LongSupplier;

/**
 * All that one relay counts.
 *
 * @param nanoTime a clock for intervals
 * @param requests answered, by {@code ok} or the code of their first error
 * @param requestTimes from a request to its answer, waiting for news not counted
 * @param published entries that clients published, by {@code STORED} or why not
 * @param replicated entries that peers sent, by what became of them
 * @param decisions deciding and writing what one transaction holds
 * @param commits bringing a transaction to disk
 * @param reads reading the store once, of all that a query reads
 * @param limited what was refused, by the limit that it exceeds
 * @param logs lines left out of the log, by who would have written them
 */
public record RelayMeters(
    LongSupplier nanoTime,
    Tally requests,
    Durations requestTimes,
    Tally published,
    Tally replicated,
    Durations decisions,
    Durations commits,
    Durations reads,
    Tally limited,
    Tally logs) {

  /** What there is to be counted stands there from the start, so that rates of it can be told. */
  public RelayMeters(LongSupplier nanoTime) {
    this(
        nanoTime,
        new Tally("OK"),
        new Durations(),
        new Tally("STORED"),
        new Tally("STORED"),
        new Durations(),
        new Durations(),
        new Durations(),
        new Tally(
            "request-rate", "publish-rate", "byte-rate", "cost-rate", "connections-per-client"),
        new Tally());
  }
}
