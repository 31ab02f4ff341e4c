package bambusa.relay;

import bambusa.relay.config.RelaySettings;
import bambusa.relay.graphql.GraphQlEngine;
import bambusa.relay.quic.QuicNode;
import bambusa.relay.quic.QuicSettings;
import bambusa.relay.upnp.PortMapping;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** QUIC as the settings want it, with its port forwarded by the router if they want that. */
final class QuicSide implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(QuicSide.class);

  private final QuicNode node;
  private final @Nullable PortMapping mapping;

  private QuicSide(QuicNode node, @Nullable PortMapping mapping) {
    this.node = node;
    this.mapping = mapping;
  }

  /** One that only asks, when it may not listen or cannot: a relay is of use over HTTP alone. */
  static QuicSide start(RelaySettings settings, GraphQlEngine engine, SecureRandom random) {
    RelaySettings.Quic wanted = settings.quic();
    QuicNode.Surroundings surroundings = new QuicNode.Surroundings(random, SteadyClock.millis());
    if (wanted.listens()) {
      try {
        QuicNode node =
            QuicNode.start(
                new QuicSettings(
                    new InetSocketAddress(settings.host(), wanted.port()),
                    settings.dataDirectory(),
                    wanted.verifies(),
                    wanted.layout()),
                engine,
                surroundings);
        return new QuicSide(
            node, wanted.upnp() ? PortMapping.start(node.port(), System::nanoTime) : null);
      } catch (IOException e) {
        LOG.warn("no QUIC on UDP port {}: {}", wanted.port(), e.getMessage());
      }
    }
    return new QuicSide(QuicNode.asking(wanted.layout(), surroundings), null);
  }

  QuicNode node() {
    return node;
  }

  /** Where the router forwards from; nothing while it does not. */
  Optional<String> externalAddress() {
    return mapping == null ? Optional.empty() : mapping.externalAddress();
  }

  @Override
  public void close() {
    if (mapping != null) {
      mapping.close();
    }
    node.close();
  }
}
