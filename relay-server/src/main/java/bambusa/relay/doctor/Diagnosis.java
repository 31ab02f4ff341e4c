package bambusa.relay.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Asks a relay what a browser would ask, in that order, and says what stands in its way. Each step
 * needs the one before it.
 */
public final class Diagnosis {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NODE = "{\"query\":\"{ node { storeId entryCount } }\"}";

  private final URI relay;
  private final String origin;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final List<Finding> findings = new ArrayList<>();

  /**
   * Asks nothing yet.
   *
   * @param relay its address, http or https; a path is where it answers GraphQL
   * @param origin of the page that is to connect
   */
  public Diagnosis(URI relay, String origin) {
    this.relay = relay.getPath().length() > 1 ? relay : relay.resolve("/graphql");
    this.origin = origin;
  }

  /** What was found, in the order it was looked at. */
  public List<Finding> findings() throws InterruptedException {
    if (isKnown() && isReached() && isThere()) {
      context();
      preflight();
      query();
    }
    return List.copyOf(findings);
  }

  private boolean isKnown() {
    try {
      InetAddress address = InetAddress.getByName(relay.getHost());
      findings.add(Finding.good("Name", relay.getHost() + " is " + address.getHostAddress()));
      return true;
    } catch (UnknownHostException e) {
      findings.add(
          Finding.bad("Name", relay.getHost() + " is not known: look at its entry in the DNS"));
      return false;
    }
  }

  private boolean isReached() throws InterruptedException {
    try {
      HttpResponse<String> health =
          send(HttpRequest.newBuilder(relay.resolve("health")).header("Origin", origin));
      if (relay.getScheme().equals("https")) {
        findings.add(Finding.good("TLS", "the certificate is valid for " + relay.getHost()));
      }
      return isRelay(health);
    } catch (SSLException e) {
      findings.add(Finding.bad("TLS", new TlsFault(e).text(relay.getAuthority())));
    } catch (HttpTimeoutException e) {
      findings.add(
          Finding.bad("Port", "no answer within 10 s: a firewall or a router is in the way"));
    } catch (ConnectException e) {
      findings.add(
          Finding.bad(
              "Port", "nobody listens at " + relay.getAuthority() + ": does the relay run?"));
    } catch (IOException e) {
      findings.add(Finding.bad("Port", "no HTTP is spoken there: " + e.getMessage()));
    }
    return false;
  }

  private boolean isRelay(HttpResponse<String> health) {
    if (isRedirect(health)) {
      findings.add(
          Finding.bad(
              "Address",
              "it redirects to "
                  + health.headers().firstValue("Location").orElse("nowhere")
                  + ": give that address to pages and peers, a redirected POST loses its body"));
      return false;
    }
    JsonNode members = json(health.body());
    if (!members.has("version") || !members.has("status")) {
      findings.add(Finding.bad("Relay", noRelay(health)));
      return false;
    }
    String reasons = members.path("reasons").toString();
    String told =
        "version " + members.path("version").asText() + ", " + members.path("status").asText();
    findings.add(
        members.path("status").asText().equals("ok")
            ? Finding.good("Relay", told)
            : Finding.doubtful("Relay", told + " because of " + reasons));
    return true;
  }

  private String noRelay(HttpResponse<String> health) {
    boolean wantsTls = health.statusCode() == 400 && health.body().contains("HTTPS");
    return wantsTls
        ? "this port speaks TLS: the address begins with https://"
        : "no relay answers at "
            + relay.resolve("health").getPath()
            + " (status "
            + health.statusCode()
            + "): look at the address and at the proxy";
  }

  private static boolean isRedirect(HttpResponse<String> response) {
    return response.statusCode() / 100 == 3;
  }

  /** A path that somebody has put behind the host is taken at its word, as pages do. */
  private boolean isThere() throws InterruptedException {
    if (relay.getPath().endsWith("/graphql")) {
      return true;
    }
    try {
      int status = send(question()).statusCode();
      boolean isThere = status != NOT_FOUND && status != METHOD_NOT_ALLOWED;
      if (!isThere) {
        findings.add(
            Finding.bad(
                "Address",
                "POST "
                    + relay.getPath()
                    + " answers "
                    + status
                    + ": the address of a relay ends with its host and port, or with /graphql"));
      }
      return isThere;
    } catch (IOException e) {
      findings.add(Finding.bad("GraphQL", "POST " + relay.getPath() + " failed: " + e));
      return false;
    }
  }

  /** Browsers let pages from https ask over http on their own machine only. */
  private void context() {
    boolean isLocal =
        List.of("localhost", "127.0.0.1", "[::1]")
            .contains(relay.getHost().toLowerCase(Locale.ROOT));
    if (relay.getScheme().equals("https")) {
      findings.add(Finding.good("Pages", "pages from http and https can connect"));
    } else if (isLocal) {
      findings.add(Finding.good("Pages", "every page on this machine can connect"));
    } else {
      findings.add(
          Finding.doubtful(
              "Pages",
              "a page from https cannot connect to http (mixed content): put the relay behind TLS,"
                  + " see docs/hosting.md"));
    }
  }

  private void preflight() throws InterruptedException {
    try {
      HttpResponse<String> answer =
          send(
              HttpRequest.newBuilder(relay)
                  .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                  .header("Origin", origin)
                  .header("Access-Control-Request-Method", "POST")
                  .header("Access-Control-Request-Headers", "content-type"));
      Optional<String> missing = missing(answer);
      findings.add(
          missing.isEmpty()
              ? Finding.good("CORS", "pages from " + origin + " may ask")
              : Finding.bad("CORS", missing.get()));
    } catch (IOException e) {
      findings.add(
          Finding.bad("CORS", "the question before the question failed: " + e.getMessage()));
    }
  }

  private Optional<String> missing(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 2) {
      return Optional.of(
          "OPTIONS "
              + relay.getPath()
              + " answers "
              + answer.statusCode()
              + ": the proxy must pass it on to the relay");
    }
    String headers =
        answer
            .headers()
            .firstValue("Access-Control-Allow-Headers")
            .orElse("")
            .toLowerCase(Locale.ROOT);
    if (!headers.contains("content-type") && !headers.contains("*")) {
      return Optional.of(
          "Access-Control-Allow-Headers does not name content-type: let the relay answer OPTIONS");
    }
    return missingOrigin(answer);
  }

  private Optional<String> missingOrigin(HttpResponse<String> answer) {
    List<String> allowed = answer.headers().allValues("Access-Control-Allow-Origin");
    if (allowed.size() > 1) {
      return Optional.of(
          "Access-Control-Allow-Origin comes "
              + allowed.size()
              + " times, which browsers refuse: the proxy must not add what the relay says already");
    }
    boolean isAllowed = allowed.contains("*") || allowed.contains(origin);
    return isAllowed
        ? Optional.empty()
        : Optional.of(
            "Access-Control-Allow-Origin is "
                + (allowed.isEmpty() ? "missing" : allowed.get(0))
                + ": the proxy must pass on what the relay says");
  }

  private void query() throws InterruptedException {
    try {
      HttpResponse<String> first = send(question());
      Optional<String> missing = missingOrigin(first);
      if (missing.isPresent()) {
        Finding found = Finding.bad("CORS", missing.get());
        if (!findings.contains(found)) {
          findings.add(found);
        }
        return;
      }
      JsonNode node = json(first.body()).path("data").path("node");
      if (!node.hasNonNull("storeId")) {
        findings.add(
            Finding.bad(
                "GraphQL",
                "POST "
                    + relay.getPath()
                    + " answers "
                    + first.statusCode()
                    + " without what was asked"));
        return;
      }
      String storeId = node.path("storeId").asText();
      String again = json(send(question()).body()).at("/data/node/storeId").asText();
      findings.add(
          storeId.equals(again)
              ? Finding.good(
                  "GraphQL",
                  "store " + storeId + " with " + node.path("entryCount").asText() + " entries")
              : Finding.bad(
                  "GraphQL",
                  "two questions were answered from different stores: behind one address all relays"
                      + " must share one store"));
    } catch (IOException e) {
      findings.add(
          Finding.bad("GraphQL", "POST " + relay.getPath() + " failed: " + e.getMessage()));
    }
  }

  private HttpRequest.Builder question() {
    return HttpRequest.newBuilder(relay)
        .header("Origin", origin)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(NODE));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
  }

  /** A missing node when it is no JSON. */
  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
