package bambusa.relay;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.relay.doctor.Diagnosis;
import bambusa.relay.doctor.Finding;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stands between a page and a relay is named, with what helps. */
@Timeout(60)
class DoctorTest extends RelaysTest {

  private static final String PAGE = "https://app.example";
  private static final String HEALTH = "{\"status\":\"ok\",\"version\":\"1\"}";

  private final List<HttpServer> proxies = new ArrayList<>();

  @AfterEach
  void stopProxies() {
    proxies.forEach(proxy -> proxy.stop(0));
  }

  @Test
  void soundRelayPasses() throws Exception {
    List<Finding> findings = diagnose(address(relay("sound")).uri());
    assertThat(findings).allMatch(f -> f.verdict() == Finding.Verdict.GOOD);
    assertThat(findings.stream().map(Finding::what))
        .containsExactly("Name", "Relay", "Pages", "CORS", "GraphQL");
    assertThat(findings.get(4).text()).endsWith("with 0 entries");
  }

  @Test
  void closedPortUnknownNameAndMissingTlsAreToldApart() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertBad(URI.create("http://127.0.0.1:" + port), "Port", "does the relay run?");
    assertBad(URI.create("http://no-such-host.invalid"), "Name", "is not known");
    int plain = address(relay("plain")).uri().getPort();
    assertBad(URI.create("https://127.0.0.1:" + plain), "TLS", "no TLS is spoken at 127.0.0.1:");
    assertBad(URI.create("http://127.0.0.1:" + plain + "/foo"), "Address", "ends with its host");
  }

  @Test
  void proxiesThatSpoilAnswersAreFound() throws Exception {
    assertBad(
        behind(301, "", "Location", "https://there.example/"), "Address", "https://there.example/");
    assertBad(behind(200, "<html>"), "Relay", "at the proxy");
    URI below = behind(200, "<html>").resolve("/below/graphql");
    assertBad(below, "Relay", "no relay answers at /below/health (status 200)");
    assertBad(behind(400, "sent to an HTTPS port"), "Relay", "begins with https://");
    assertBad(behind(405, HEALTH), "CORS", "must pass it on");
    assertBad(
        behind(200, HEALTH, "Access-Control-Allow-Headers", "content-type"), "CORS", "is missing");
    assertBad(
        behind(
            200,
            HEALTH,
            "Access-Control-Allow-Headers",
            "content-type",
            "Access-Control-Allow-Origin",
            "https://other.example"),
        "CORS",
        "is https://other.example");
    assertBad(
        behind(
            200,
            HEALTH,
            "Access-Control-Allow-Headers",
            "content-type",
            "Access-Control-Allow-Origin",
            "*",
            "Access-Control-Allow-Origin",
            "*"),
        "CORS",
        "comes 2 times");
  }

  private static void assertBad(URI relay, String what, String words) throws Exception {
    assertThat(diagnose(relay))
        .filteredOn(f -> f.verdict() == Finding.Verdict.BAD)
        .first()
        .matches(f -> f.what().equals(what) && f.text().contains(words), what + ": " + words);
  }

  private static List<Finding> diagnose(URI relay) throws InterruptedException {
    return new Diagnosis(relay, PAGE).findings();
  }

  /** A server that answers everything alike; 405 is said to the question before the question. */
  private URI behind(int status, String body, String... headers) throws IOException {
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
          }
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          boolean isHealth = exchange.getRequestURI().getPath().equals("/health");
          int told = status == 405 && isHealth ? 200 : status;
          exchange.sendResponseHeaders(told, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    proxy.start();
    proxies.add(proxy);
    return URI.create("http://127.0.0.1:" + proxy.getAddress().getPort());
  }
}
