package bambusa.relay;

import bambusa.relay.config.RelaySettings;
import bambusa.relay.graphql.GraphQlEngine;
import bambusa.relay.quic.QuicNode;
import bambusa.relay.quic.QuicSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts QUIC as the settings want it. */
final class QuicStart {

  private static final Logger LOG = LoggerFactory.getLogger(QuicStart.class);

  private QuicStart() {}

  /** One that only asks, when it may not listen or cannot: a relay is of use over HTTP alone. */
  static QuicNode start(RelaySettings settings, GraphQlEngine engine, SecureRandom random) {
    RelaySettings.Quic wanted = settings.quic();
    QuicNode.Surroundings surroundings =
        new QuicNode.Surroundings(random, System::currentTimeMillis);
    if (wanted.listens()) {
      try {
        return QuicNode.start(
            new QuicSettings(
                new InetSocketAddress(settings.host(), wanted.port()),
                settings.dataDirectory(),
                wanted.layout()),
            engine,
            surroundings);
      } catch (IOException e) {
        LOG.warn("no QUIC on UDP port {}: {}", wanted.port(), e.getMessage());
      }
    }
    return QuicNode.asking(wanted.layout(), surroundings);
  }
}
