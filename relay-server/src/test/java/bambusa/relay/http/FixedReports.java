package bambusa.relay.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reports of a relay with one peer. */
record FixedReports(RelayHealth health) implements RelayReports {

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
            "no answer"));
  }

  @Override
  public Optional<String> externalAddress() {
    return Optional.of("203.0.113.9:2022");
  }
}
