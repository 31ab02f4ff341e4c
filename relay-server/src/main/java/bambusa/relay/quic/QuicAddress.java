package bambusa.relay.quic;

import bambusa.relay.peers.PeerAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Where a node answers.
 *
 * @param host a name, or an address; one of IPv6 without brackets
 */
public record QuicAddress(String host, int port) {

  /** That of a peer that is asked over QUIC. */
  public static QuicAddress of(PeerAddress peer) {
    if (!peer.isQuic()) {
      throw new IllegalArgumentException(peer + " is not asked over QUIC");
    }
    String host = peer.uri().getHost();
    boolean bracketed = host.startsWith("[");
    return new QuicAddress(
        bracketed ? host.substring(1, host.length() - 1) : host, peer.uri().getPort());
  }

  /** All addresses that the name has. */
  List<InetSocketAddress> resolve() throws UnknownHostException {
    return Arrays.stream(InetAddress.getAllByName(host))
        .map(address -> new InetSocketAddress(address, port))
        .toList();
  }
}
