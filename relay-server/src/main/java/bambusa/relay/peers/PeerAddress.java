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
      if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
        throw unreadable(text);
      }
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (scheme.equals(QUIC_SCHEME)) {
        return quic(uri, text);
      }
      boolean https = scheme.equals("https");
      if (!https && !scheme.equals("http") || uri.getHost() == null || uri.getUserInfo() != null) {
        throw unreadable(text);
      }
      int defaultPort = https ? DEFAULT_HTTPS_PORT : DEFAULT_HTTP_PORT;
      int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
      boolean noPath =
          uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
      String path = noPath ? DEFAULT_PATH : uri.getPath();
      String host = uri.getHost().toLowerCase(Locale.ROOT);
      return new PeerAddress(new URI(scheme, null, host, port, path, uri.getQuery(), null));
    } catch (URISyntaxException e) {
      throw unreadable(text);
    }
  }

  private static PeerAddress quic(URI uri, String text)
      throws MalformedException, URISyntaxException {
    boolean bare = uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
    if (uri.getHost() == null || !bare || uri.getUserInfo() != null || uri.getQuery() != null) {
      throw unreadable(text);
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
    return new MalformedException(
        "expected a peer like http://relay.example:2020/graphql or qp2p://relay.example:2022, got '"
            + text
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
