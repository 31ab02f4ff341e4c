package bambusa.relay.cli;

import bambusa.relay.client.RelayClient;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which relay a command talks to. */
final class RelayAddress {

  private static final String DEFAULT = "http://localhost:2020";
  private static final String ENDPOINT = "/graphql";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  @Option(
      names = "--relay",
      paramLabel = "URL",
      description = {
        "The relay to talk to; also BAMBUSA_RELAY in the environment.",
        "  Default: " + DEFAULT
      })
  @Nullable String url;

  /** The client of that relay. */
  RelayClient client(Surroundings surroundings) throws WrongUseException {
    String given =
        url == null ? surroundings.environment().getOrDefault("BAMBUSA_RELAY", DEFAULT) : url;
    // One request at a time needs no upgrade to HTTP/2 on each connection.
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    return new RelayClient(endpoint(given), http);
  }

  /** The endpoint below the page that a person would open; an address of the endpoint is left. */
  static URI endpoint(String url) throws WrongUseException {
    try {
      URI uri = new URI(url.strip());
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (!web || uri.getHost() == null || uri.getRawQuery() != null) {
        throw new URISyntaxException(url, "no address of a relay");
      }
      String path = uri.getRawPath();
      if (path.endsWith(ENDPOINT)) {
        return uri;
      }
      String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
      return uri.resolve(base + ENDPOINT);
    } catch (URISyntaxException e) {
      throw new WrongUseException(
          "expected the address of a relay like " + DEFAULT + ", got '" + url + "'");
    }
  }
}
