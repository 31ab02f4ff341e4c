package bambusa.relay.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a relay tells of itself, as of now. Any thread may ask. */
public interface RelayReports {

  RelayHealth health();

  /** One for each peer, in a fixed order. */
  List<PeerReport> peers();

  /** Where the router forwards to this relay from, as far as that is known. */
  Optional<String> externalAddress();

  /** Every limit, in a fixed order. */
  List<LimitUse> limits();

  /** What happened since the start, by name; numbers, or numbers by name. */
  Map<String, Object> totals();

  /** Everything that is measured, in the text format of Prometheus. */
  String metrics();
}
