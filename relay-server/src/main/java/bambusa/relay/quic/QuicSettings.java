package bambusa.relay.quic;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * How a relay speaks QUIC.
 *
 * @param bind where it listens; port 0 takes any
 * @param dataDirectory keeps the certificate
 * @param verifies whether nodes that ask whether they can be reached are dialled
 * @param layout of messages to nodes that have said nothing yet
 */
public record QuicSettings(
    InetSocketAddress bind, Path dataDirectory, boolean verifies, MessageLayout layout) {}
