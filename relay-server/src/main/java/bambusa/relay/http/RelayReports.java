package bambusa.relay.http;

import java.util.List;

/** What a relay tells of itself, as of now. Any thread may ask. */
public interface RelayReports {

  RelayHealth health();

  /** One for each peer, in a fixed order. */
  List<PeerReport> peers();
}
