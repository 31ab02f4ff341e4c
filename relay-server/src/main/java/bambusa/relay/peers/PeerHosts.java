package bambusa.relay.peers;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;

/**
 * Where a peer is asked next: the addresses of its host in turn, the next one whenever one cannot
 * be reached (replication.md 3, step 5). Over TLS only the first, since the certificate is of the
 * name.
 */
final class PeerHosts {

  private final URI peer;
  private final Resolver resolver;
  private volatile int turn;

  /** All addresses of a host, as {@link InetAddress#getAllByName}. */
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  PeerHosts(URI peer, Resolver resolver) {
    this.peer = peer;
    this.resolver = resolver;
  }

  URI uri() {
    if (turn == 0 || !peer.getScheme().equals("http")) {
      return peer;
    }
    try {
      InetAddress[] addresses = resolver.resolve(peer.getHost());
      int at = turn % addresses.length;
      return at == 0 ? peer : at(addresses[at]);
    } catch (UnknownHostException | URISyntaxException e) {
      // Asked by its name, the peer fails with the reason.
      return peer;
    }
  }

  private URI at(InetAddress address) throws URISyntaxException {
    String host = address.getHostAddress();
    return new URI(
        peer.getScheme(), null, host, peer.getPort(), peer.getPath(), peer.getQuery(), null);
  }

  /** The last address could not be reached. */
  void unreachable() {
    turn = (turn + 1) & Integer.MAX_VALUE;
  }
}
