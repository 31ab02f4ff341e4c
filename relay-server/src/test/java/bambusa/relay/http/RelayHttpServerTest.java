package bambusa.relay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.bytes.MalformedException;
import bambusa.relay.graphql.AskerAddress;
import bambusa.relay.graphql.TestEngine;
import bambusa.relay.limits.AddressRange;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RelayHttpServerTest {

  private static final String HELLO = "{\"query\":\"{ hello(name: \\\"you\\\") }\"}";
  private static final String HELLO_ANSWER = "{\"data\":{\"hello\":\"hello you\"}}";
  private static final int MAX_BODY_BYTES = 50_000;

  private final TestEngine test = new TestEngine();
  private final HttpClient client = HttpClient.newHttpClient();
  private RelayHttpServer server;
  private int port;
  private boolean storeWorks = true;
  private List<String> complaints = List.of();

  @BeforeEach
  void start() throws AddressTakenException, MalformedException {
    server =
        RelayHttpServer.start(
            settings(),
            test.engine(),
            new FixedReports(() -> new RelayHealth("1.0", storeWorks, 3, 2, 1, complaints)));
    port = server.port();
  }

  private static HttpSettings settings() throws MalformedException {
    return new HttpSettings(
        "127.0.0.1",
        0,
        MAX_BODY_BYTES,
        4_096,
        1_000,
        16_000,
        100,
        30,
        1 << 26,
        8,
        List.of(AddressRange.parse("127.0.0.1"), AddressRange.parse("10.0.0.0/8")));
  }

  @AfterEach
  void stop() {
    server.close();
    test.close();
  }

  @Test
  void queryIsAnsweredToAnyOriginAndNotKept() throws Exception {
    HttpResponse<byte[]> answer = post(HELLO, "Content-Type", "application/json", "Accept", "*/*");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(text(answer)).isEqualTo(HELLO_ANSWER);
    assertThat(header(answer, "content-type")).isEqualTo("application/json;charset=utf-8");
    assertThat(header(answer, "access-control-allow-origin")).isEqualTo("*");
    assertThat(header(answer, "access-control-allow-credentials")).isEmpty();
    assertThat(header(answer, "cache-control")).isEqualTo("no-store");
    assertThat(header(answer, "server")).isEmpty();
  }

  @Test
  void peersAreJsonForProgramsAndAPageForBrowsers() throws Exception {
    HttpResponse<byte[]> json = get("/peers", "Accept", "*/*");
    assertThat(header(json, "content-type")).startsWith("application/json");
    assertThat(text(json))
        .contains("\"state\":\"resting\"")
        .contains("\"refused\":{\"INVALID_SIGNATURE\":2}", "\"entriesBehind\":40")
        .contains("\"externalAddress\":\"203.0.113.9:2022\"");
    HttpResponse<byte[]> page = get("/peers", "Accept", "text/html,*/*;q=0.8");
    assertThat(header(page, "content-type")).startsWith("text/html");
    assertThat(text(page)).contains("/peers.js");
  }

  @Test
  void queryWithoutMediaTypeCountsAsJson() throws Exception {
    HttpResponse<byte[]> answer = post(HELLO);
    assertThat(text(answer)).isEqualTo(HELLO_ANSWER);
  }

  @Test
  void otherMediaTypesAndCompressedBodiesAreRefused() throws Exception {
    for (String type :
        List.of(
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/graphql",
            "application/json; charset=utf-16",
            "multipart/form-data; boundary=x")) {
      assertThat(post(HELLO, "Content-Type", type).statusCode()).as(type).isEqualTo(415);
    }
    HttpResponse<byte[]> compressed =
        post(HELLO, "Content-Type", "application/json", "Content-Encoding", "br");
    assertThat(compressed.statusCode()).isEqualTo(415);
    assertThat(text(compressed)).contains("MALFORMED_REQUEST");
    HttpResponse<byte[]> broken =
        post(HELLO, "Content-Type", "application/json", "Content-Encoding", "gzip");
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(header(broken, "accept-encoding")).isEqualTo("gzip");
    assertThat(post(HELLO, "Content-Type", "application/json; charset=UTF-8").statusCode())
        .isEqualTo(200);
  }

  @Test
  void statusTellsMoreWhenTheClientTakesTheNewMediaType() throws Exception {
    String accept = "application/graphql-response+json, application/json;q=0.9";
    HttpResponse<byte[]> invalid = post("{\"query\":\"{ nothing }\"}", "Accept", accept);
    assertThat(invalid.statusCode()).isEqualTo(400);
    assertThat(header(invalid, "content-type"))
        .isEqualTo("application/graphql-response+json; charset=utf-8");
    assertThat(post("{\"query\":\"{ nothing }\"}").statusCode()).isEqualTo(200);
    assertThat(post("{\"query\":\"{ fails }\"}", "Accept", accept).statusCode()).isEqualTo(200);
    assertThat(post(HELLO, "Accept", accept).statusCode()).isEqualTo(200);
    assertThat(post(HELLO, "Accept", "text/html").statusCode()).isEqualTo(406);
  }

  @Test
  void whatIsNoRequestIsA400() throws Exception {
    for (String body : List.of("", "{", "[]", "{\"query\":5}", "[" + HELLO + "]")) {
      HttpResponse<byte[]> answer = post(body, "Content-Type", "application/json");
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(text(answer)).contains("\"code\":\"MALFORMED_REQUEST\"");
    }
  }

  @Test
  void bodyAboveTheLimitIsA413WhetherAnnouncedOrNot() throws Exception {
    String large = " ".repeat(MAX_BODY_BYTES) + HELLO;
    HttpResponse<byte[]> announced = post(large);
    assertThat(announced.statusCode()).isEqualTo(413);
    assertThat(text(announced)).contains("\"code\":\"BODY_TOO_LARGE\"");
    HttpRequest unannounced =
        HttpRequest.newBuilder(uri("/graphql"))
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))))
            .build();
    assertThat(client.send(unannounced, HttpResponse.BodyHandlers.ofByteArray()).statusCode())
        .isEqualTo(413);
    assertThat(text(post(HELLO))).isEqualTo(HELLO_ANSWER);
  }

  @Test
  void otherMethodsAreA405() throws Exception {
    for (String method : List.of("PUT", "DELETE", "PATCH")) {
      HttpResponse<byte[]> answer =
          send(
              HttpRequest.newBuilder(uri("/graphql"))
                  .method(method, HttpRequest.BodyPublishers.ofString(HELLO)));
      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(header(answer, "allow")).isEqualTo("GET, POST, OPTIONS");
    }
    assertThat(
            send(HttpRequest.newBuilder(uri("/")).POST(HttpRequest.BodyPublishers.ofString("")))
                .statusCode())
        .isEqualTo(405);
  }

  @Test
  void queryInTheUrlIsAnswered() throws Exception {
    HttpResponse<byte[]> answer =
        get(
            "/graphql?query=query%20Q(%24n%3A%20String)%20%7B%20hello(name%3A%20%24n)%20%7D"
                + "&variables=%7B%22n%22%3A%22you%22%7D&operationName=Q");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(text(answer)).isEqualTo(HELLO_ANSWER);
    assertThat(header(answer, "cache-control")).isEqualTo("no-store");
    assertThat(get("/graphql?variables=%7B%7D").statusCode()).isEqualTo(400);
    assertThat(get("/graphql?query=%7Bhello%7D&variables=nope").statusCode()).isEqualTo(400);
  }

  @Test
  void mutationInTheUrlIsA405AndChangesNothing() throws Exception {
    HttpResponse<byte[]> answer = get("/graphql?query=mutation%20%7B%20add(number%3A%205)%20%7D");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(header(answer, "allow")).isEqualTo("POST");
    assertThat(text(answer)).contains("MUTATION_BY_GET");
    assertThat(text(post("{\"query\":\"mutation { add(number: 1) }\"}"))).contains("\"add\":1");
  }

  @Test
  void preflightAllowsAnyOriginToSendJson() throws Exception {
    HttpResponse<byte[]> answer =
        send(
            HttpRequest.newBuilder(uri("/graphql"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://example.org")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type")
                .header("Access-Control-Request-Private-Network", "true"));
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(header(answer, "access-control-allow-origin")).isEqualTo("*");
    assertThat(header(answer, "access-control-allow-methods")).isEqualTo("GET, POST, OPTIONS");
    assertThat(header(answer, "access-control-allow-headers")).contains("content-type");
    assertThat(header(answer, "access-control-allow-private-network")).isEqualTo("true");
    assertThat(header(answer, "access-control-max-age")).isEqualTo("86400");
  }

  @Test
  void largeAnswersAreCompressedAndSmallOnesAreNot() throws Exception {
    test.arrive(500);
    String query = "{\"query\":\"{ entriesSince { entries { entry } } }\"}";
    HttpResponse<byte[]> plain = post(query);
    HttpResponse<byte[]> compressed = post(query, "Accept-Encoding", "gzip, deflate");
    assertThat(header(compressed, "content-encoding")).isEqualTo("gzip");
    assertThat(header(compressed, "vary")).contains("Accept-Encoding");
    try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
      assertThat(unpacked.readAllBytes()).isEqualTo(plain.body());
    }
    assertThat(header(post(HELLO, "Accept-Encoding", "gzip"), "content-encoding")).isEmpty();
    assertThat(header(post(query, "Accept-Encoding", "gzip;q=0"), "content-encoding")).isEmpty();
  }

  @Test
  void answersArePackedByZstdForWhoTakesItAsGladly() throws Exception {
    test.arrive(500);
    String query = "{\"query\":\"{ entriesSince { entries { entry } } }\"}";
    HttpResponse<byte[]> plain = post(query);
    HttpResponse<byte[]> packed = post(query, "Accept-Encoding", "gzip, deflate, br, zstd");
    assertThat(header(packed, "content-encoding")).isEqualTo("zstd");
    assertThat(Zstd.decompress(packed.body(), plain.body().length)).isEqualTo(plain.body());
    assertThat(packed.body().length)
        .isLessThan(post(query, "Accept-Encoding", "gzip").body().length);
    for (String gzip : List.of("gzip, zstd;q=0", "gzip, zstd;q=0.5")) {
      assertThat(header(post(query, "Accept-Encoding", gzip), "content-encoding"))
          .isEqualTo("gzip");
    }
  }

  @Test
  void heldQueryOutlivesTheIdleTimeOfConnections() throws Exception {
    HttpResponse<byte[]> answer = post(waiting(3));
    assertThat(text(answer)).isEqualTo("{\"data\":{\"entriesSince\":{\"count\":0}}}");
  }

  @Test
  void heldQueryIsAnsweredOnArrival() throws Exception {
    CompletableFuture<HttpResponse<byte[]>> answer = postAsync(waiting(25));
    awaitHeld(1);
    test.arrive(2);
    assertThat(text(answer.get())).contains("\"count\":2");
  }

  @Test
  void heldQueryOfAClientThatLeftEnds() throws Exception {
    try (Socket socket = connect()) {
      sendRaw(socket, waiting(25));
      awaitHeld(1);
    }
    awaitHeld(0);
  }

  @Test
  void closingAnswersHeldQueriesAndStopsWithinSeconds() throws Exception {
    CompletableFuture<HttpResponse<byte[]>> answer = postAsync(waiting(25));
    awaitHeld(1);
    server.close();
    assertThat(text(answer.get(5, TimeUnit.SECONDS))).contains("\"count\":0");
    assertThatThrownBy(() -> post(HELLO)).isInstanceOf(IOException.class);
  }

  @Test
  void connectionOnWhichNothingComesIsClosed() throws Exception {
    try (Socket socket = connect()) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("POST /graphql HTTP/1.1\r\nHost:".getBytes(UTF_8));
      assertThat(socket.getInputStream().readAllBytes().length).isLessThan(1_000);
    }
    try (Socket socket = connect()) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n{".getBytes(UTF_8));
      assertThat(socket.getInputStream().readAllBytes().length).isLessThan(1_000);
    }
    assertThat(text(post(HELLO))).isEqualTo(HELLO_ANSWER);
  }

  @Test
  void headersAboveTheLimitAreRefused() throws Exception {
    assertThat(post(HELLO, "X-Long", "x".repeat(5_000)).statusCode()).isEqualTo(431);
    assertThat(text(post(HELLO))).isEqualTo(HELLO_ANSWER);
  }

  @Test
  void degradedRelayStaysInServiceAndSaysWhy() throws Exception {
    complaints = List.of("the store is full");
    HttpResponse<byte[]> degraded = get("/health");
    assertThat(degraded.statusCode()).isEqualTo(200);
    assertThat(text(degraded))
        .contains("\"status\":\"degraded\"")
        .contains("\"reasons\":[\"the store is full\"]")
        .doesNotContain("limits");
    assertThat(text(get("/health?verbose")))
        .contains(
            "{\"name\":\"waiting\",\"meaning\":\"queries that wait\",\"limit\":10000,\"source\":\"default\",\"used\":3}")
        .contains("\"requests\":{\"OK\":5}");
    storeWorks = false;
    HttpResponse<byte[]> unready = get("/health");
    assertThat(unready.statusCode()).isEqualTo(503);
    assertThat(text(unready)).contains("\"status\":\"degraded\",\"live\":true,\"ready\":false");
    assertThat(text(get("/health/live"))).isEqualTo("live\n");
    assertThat(text(get("/metrics"))).isEqualTo("bambusa_waiting 3\n");
    assertThat(text(get("/status"))).contains("/status.js");
  }

  @Test
  void clientIsTheLastAddressBeforeTrustedProxies() throws Exception {
    assertThat(asks("X-Forwarded-For", "198.51.100.7, 203.0.113.9")).isEqualTo("203.0.113.9");
    assertThat(asks("X-Forwarded-For", "203.0.113.9, 10.1.2.3")).isEqualTo("203.0.113.9");
    assertThat(asks("X-Forwarded-For", "[2001:db8:1:2:3::4]:4711, 10.1.2.3"))
        .isEqualTo(AskerAddress.of("2001:db8:1:2::"));
    assertThat(asks("X-Forwarded-For", "localhost")).isEqualTo("127.0.0.1");
    assertThat(asks("Forwarded", "for=198.51.100.7;proto=https, for=\"203.0.113.9:80\""))
        .isEqualTo("203.0.113.9");
    assertThat(asks("Accept", "*/*")).isEqualTo("127.0.0.1");
  }

  private String asks(String header, String value) throws Exception {
    TestEngine fresh = new TestEngine();
    RelayHttpServer proxied =
        RelayHttpServer.start(settings(), fresh.engine(), FixedReports.healthy());
    port = proxied.port();
    assertThat(text(post(HELLO, header, value))).isEqualTo(HELLO_ANSWER);
    proxied.close();
    return String.join(" ", fresh.asked());
  }

  @Test
  void whatCannotBeAnsweredNowHasAStatusOfItsOwn() throws Exception {
    test.fill("the store is full");
    HttpResponse<byte[]> full = post("{\"query\":\"mutation { add(number: 1) }\"}");
    assertThat(full.statusCode()).isEqualTo(507);
    assertThat(text(full)).contains("STORE_FULL").contains("the store is full");
    assertThat(text(post(HELLO))).isEqualTo(HELLO_ANSWER);
    test.useUp("127.0.0.1");
    HttpResponse<byte[]> limited = post(HELLO);
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(header(limited, "retry-after")).isEqualTo("1");
    assertThat(text(limited)).contains("RATE_LIMITED").contains("\"limit\":\"request-rate\"");
    assertThat(text(post(HELLO, "X-Forwarded-For", "203.0.113.9"))).isEqualTo(HELLO_ANSWER);
  }

  @Test
  void healthTellsVersionCountsAndWhetherTheStoreWorks() throws Exception {
    HttpResponse<byte[]> healthy = get("/health");
    assertThat(healthy.statusCode()).isEqualTo(200);
    assertThat(text(healthy))
        .isEqualTo(
            "{\"status\":\"ok\",\"live\":true,\"ready\":true,\"reasons\":[],\"version\":\"1.0\",\"store\":\"ok\","
                + "\"entries\":3,\"logs\":2,\"authors\":1}");
    storeWorks = false;
    assertThat(get("/health").statusCode()).isEqualTo(503);
  }

  @Test
  void takenPortIsSaidInOneSentence() {
    assertThatThrownBy(
            () ->
                RelayHttpServer.start(
                    HttpSettings.of("127.0.0.1", server.port()),
                    test.engine(),
                    FixedReports.healthy()))
        .isInstanceOf(AddressTakenException.class)
        .hasMessage(
            "cannot listen on 127.0.0.1 port " + server.port() + ": Address already in use");
  }

  private static final Charset UTF_8 = StandardCharsets.UTF_8;

  private static String waiting(int seconds) {
    return "{\"query\":\"{ entriesSince(waitSeconds: " + seconds + ") { count } }\"}";
  }

  private void awaitHeld(int count) throws InterruptedException {
    while (test.engine().heldQueries() != count) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private Socket connect() throws IOException {
    return new Socket("127.0.0.1", port);
  }

  private static void sendRaw(Socket socket, String body) throws IOException {
    String request =
        "POST /graphql HTTP/1.1\r\nHost: relay\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    socket.getOutputStream().write(request.getBytes(UTF_8));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  private HttpResponse<byte[]> post(String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("/graphql")).POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  private CompletableFuture<HttpResponse<byte[]>> postAsync(String body) {
    return client.sendAsync(
        HttpRequest.newBuilder(uri("/graphql"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), UTF_8);
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return String.join(", ", answer.headers().allValues(name));
  }
}
