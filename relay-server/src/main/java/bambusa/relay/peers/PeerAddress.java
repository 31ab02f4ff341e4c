package bambusa.relay.peers;

import bambusa.bytes.MalformedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a peer answers. Only addresses that an operator wrote down are ever dialled.
 *
 * @param uri complete: {@code http://host:2020/graphql}, {@code qp2p://host:2022}
 */
public record PeerAddress(URI uri) implements Comparable<PeerAddress> {

  private static final int DEFAULT_HTTP_PORT = 2020;
  private static final int DEFAULT_HTTPS_PORT = 443;
  private static final String DEFAULT_PATH = "/graphql";

  /** The scheme of peers that are asked over QUIC. */
  public static final String QUIC_SCHEME = "qp2p";

  private static final int DEFAULT_QUIC_PORT = 2022;
  private static final int MAX_PORT = 65_535;

  /**
   * Reads {@code http(s)://host[:port][/graphql]}, without a port 2020, or 443 for https; or {@code
   * qp2p://host[:port]}, without a port 2022.
   */
  public static PeerAddress parse(String text) throws MalformedException {
    try {
      URI uri = new URI(text.strip());
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean https = scheme.equals("https");
      boolean quic = scheme.equals(QUIC_SCHEME);
      if (uri.getRawAuthority() == null || !https && !quic && !scheme.equals("http")) {
        throw unreadable(text);
      }
      checkHost(uri, text);
      if (quic) {
        return quic(uri, text);
      }
      int defaultPort = https ? DEFAULT_HTTPS_PORT : DEFAULT_HTTP_PORT;
      int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
      boolean usual =
          uri.getPath().isEmpty()
              || uri.getPath().equals("/")
              || uri.getPath().equals(DEFAULT_PATH + "/");
      String path = usual ? DEFAULT_PATH : uri.getPath();
      String host = uri.getHost().toLowerCase(Locale.ROOT);
      return new PeerAddress(new URI(scheme, null, host, port, path, uri.getQuery(), null));
    } catch (URISyntaxException e) {
      throw unreadable(text);
    }
  }

  private static void checkHost(URI uri, String text) throws MalformedException {
    if (uri.getRawAuthority().contains("@")) {
      // Not shown, since it may be a password.
      throw new MalformedException("a peer is asked without a name and a password; leave them out");
    }
    if (uri.getHost() == null) {
      throw new MalformedException(
          "expected a host of letters, digits, '-' and '.', an IPv4 address or an IPv6 address in"
              + " brackets, and maybe a port, got '"
              + text
              + "'");
    }
    if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
      throw new MalformedException(
          "expected a port from 1 to " + MAX_PORT + ", got '" + text + "'");
    }
  }

  private static PeerAddress quic(URI uri, String text)
      throws MalformedException, URISyntaxException {
    boolean bare = uri.getPath().isEmpty() || uri.getPath().equals("/");
    if (!bare || uri.getQuery() != null) {
      throw new MalformedException("a qp2p peer has a host and a port only, got '" + text + "'");
    }
    int port = uri.getPort() < 0 ? DEFAULT_QUIC_PORT : uri.getPort();
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    return new PeerAddress(new URI(QUIC_SCHEME, null, host, port, null, null, null));
  }

  /** Whether it is asked over QUIC. */
  public boolean isQuic() {
    return uri.getScheme().equals(QUIC_SCHEME);
  }

  private static MalformedException unreadable(String text) {
    // What stands before an @ may be a password.
    String shown = text.replaceAll("^([^/]*//)?.*@", "$1…@");
    return new MalformedException(
        "expected a peer like http://relay.example:2020/graphql or qp2p://relay.example:2022, got '"
            + shown
            + "'");
  }

  @Override
  public int compareTo(PeerAddress other) {
    return uri.compareTo(other.uri);
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
