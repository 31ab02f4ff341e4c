package bambusa.relay.graphql;

import bambusa.relay.limits.ClientRates;
import bambusa.relay.limits.Limit;
import bambusa.relay.limits.Limits;
import bambusa.relay.meters.RelayMeters;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Where it is written down what clients ask and use up.
 *
 * @param meters counts for all together
 * @param rates counts for each
 */
public record Accounts(RelayMeters meters, ClientRates rates) {

  /** New ones. */
  public static Accounts of(RelayMeters meters, Limits limits) {
    return new Accounts(meters, new ClientRates(limits, meters.nanoTime()));
  }

  /** Clients may use up as much as they want. */
  public static Accounts unlimited(LongSupplier nanoTime) {
    Limits unlimited =
        new Limits(
            Map.of(
                Limit.REQUEST_RATE,
                0L,
                Limit.PUBLISH_RATE,
                0L,
                Limit.BYTE_RATE,
                0L,
                Limit.COST_RATE,
                0L));
    return of(new RelayMeters(nanoTime), unlimited);
  }

  /**
   * A client uses something up.
   *
   * @throws GraphQlFault when it has none left
   */
  void use(String asker, Limit rate, long amount) {
    Optional<Long> seconds = rates.use(asker, rate, amount);
    if (seconds.isPresent()) {
      meters.limited().add(rate.key());
      throw new GraphQlFault(
          GraphQlErrorCode.RATE_LIMITED,
          "this client has used up its " + rate.key() + "; try again in " + seconds.get() + " s",
          Map.of("limit", rate.key(), "retryAfter", seconds.get()));
    }
  }
}
