package bambusa.relay.peers;

import java.net.InetAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Function;

/** Makes transports over HTTP, which share one client. */
public final class HttpPeerTransports implements Function<PeerAddress, PeerTransport> {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  static {
    // A page is read in four pieces rather than in fourteen, each of which wakes a thread.
    if (System.getProperty("jdk.httpclient.bufsize") == null) {
      System.setProperty("jdk.httpclient.bufsize", "65536");
    }
  }

  // Redirects are not followed: only addresses that an operator wrote down are dialled.
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  static long connectSeconds() {
    return CONNECT_TIMEOUT.toSeconds();
  }

  @Override
  public PeerTransport apply(PeerAddress address) {
    return new HttpPeerTransport(
        address, client, Peers.maxAnswerBytes(), InetAddress::getAllByName);
  }
}
