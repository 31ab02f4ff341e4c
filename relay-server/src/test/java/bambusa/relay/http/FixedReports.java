package bambusa.relay.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reports of a relay with one peer. */
record FixedReports(Supplier<RelayHealth> now) implements RelayReports {

  static FixedReports healthy() {
    return new FixedReports(() -> new RelayHealth("1", true, 0, 0, 0, List.of()));
  }

  @Override
  public RelayHealth health() {
    return now.get();
  }

  @Override
  public List<PeerReport> peers() {
    return List.of(
        new PeerReport(
            "http://relay.example:2020/graphql",
            "resting",
            "no answer",
            "2022-06-01T12:00:00Z",
            "2022-06-01T12:01:00Z",
            7,
            Map.of("INVALID_SIGNATURE", 2L),
            1,
            3,
            40,
            "no answer"));
  }

  @Override
  public List<LimitUse> limits() {
    return List.of(new LimitUse("waiting", "queries that wait", 10_000, "default", 3L));
  }

  @Override
  public Map<String, Object> totals() {
    return Map.of("requests", Map.of("OK", 5L));
  }

  @Override
  public String metrics() {
    return "bambusa_waiting 3\n";
  }

  @Override
  public Optional<String> externalAddress() {
    return Optional.of("203.0.113.9:2022");
  }
}
