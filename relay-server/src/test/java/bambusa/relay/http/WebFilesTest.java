package bambusa.relay.http;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.relay.graphql.TestEngine;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WebFilesTest {

  private final TestEngine test = new TestEngine();
  private final HttpClient client = HttpClient.newHttpClient();
  private RelayHttpServer server;

  @BeforeEach
  void start() throws AddressTakenException {
    server =
        RelayHttpServer.start(
            HttpSettings.of("127.0.0.1", 0), test.engine(), FixedReports.healthy());
  }

  @AfterEach
  void stop() {
    server.close();
    test.close();
  }

  @Test
  void pageMayRunOnlyOurScriptsAndConnectToAnyRelay() throws Exception {
    HttpResponse<byte[]> page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "content-type")).isEqualTo("text/html;charset=utf-8");
    String policy = header(page, "content-security-policy");
    assertThat(policy).startsWith("default-src 'self'; connect-src *;").doesNotContain("unsafe");
    assertThat(header(page, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(page, "cache-control")).isEqualTo("no-cache");
    assertThat(header(page, "access-control-allow-origin")).isEmpty();
  }

  @Test
  void onlyTheWorkerMayCompileText() throws Exception {
    for (String path :
        List.of("/", "/start.js", "/leecher/empty.wasm", "/graphql", "/graphiql/graphiql.min.js")) {
      assertThat(header(get(path), "content-security-policy"))
          .as(path)
          .isNotEmpty()
          .doesNotContain("unsafe-eval");
    }
    assertThat(header(get("/leecher/leecher-worker.js"), "content-security-policy"))
        .contains("script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'; connect-src *");
  }

  @Test
  void leecherMayBeLoadedByPagesOfOtherOrigins() throws Exception {
    HttpResponse<byte[]> worker = get("/leecher/leecher-worker.js");
    assertThat(header(worker, "access-control-allow-origin")).isEqualTo("*");
    assertThat(header(worker, "cross-origin-resource-policy")).isEqualTo("cross-origin");
    assertThat(header(worker, "content-type")).startsWith("text/javascript");
    assertThat(header(get("/leecher/empty.wasm"), "content-type")).isEqualTo("application/wasm");
  }

  @Test
  void graphiQlIsServedByTheRelayItself() throws Exception {
    HttpResponse<byte[]> page = get("/graphql", "Accept", "text/html");
    String html = new String(page.body(), StandardCharsets.UTF_8);
    assertThat(html).doesNotContain("https://").doesNotContain("http://");
    for (String part : html.split("\"")) {
      if (part.startsWith("/")) {
        assertThat(get(part).statusCode()).as(part).isEqualTo(200);
      }
    }
  }

  @Test
  void unchangedFileIsNotSentAgain() throws Exception {
    HttpResponse<byte[]> first = get("/");
    String tag = header(first, "etag");
    HttpResponse<byte[]> second = get("/", "If-None-Match", tag);
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
    assertThat(header(second, "etag")).isEqualTo(tag);
  }

  @Test
  void fileIsCompressedForWhoTakesIt() throws Exception {
    HttpResponse<byte[]> plain = get("/graphiql/graphiql.min.js");
    HttpResponse<byte[]> compressed = get("/graphiql/graphiql.min.js", "Accept-Encoding", "gzip");
    assertThat(header(compressed, "content-encoding")).isEqualTo("gzip");
    assertThat(compressed.body().length).isLessThan(plain.body().length / 3);
    assertThat(header(compressed, "etag")).isNotEqualTo(header(plain, "etag"));
    try (GZIPInputStream unpacked =
        new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
      assertThat(unpacked.readAllBytes()).isEqualTo(plain.body());
    }
  }

  @Test
  void fileIsSmallestByZstd() throws Exception {
    String path = "/graphiql/graphiql.min.js";
    byte[] plain = get(path).body();
    HttpResponse<byte[]> gzip = get(path, "Accept-Encoding", "gzip");
    HttpResponse<byte[]> zstd = get(path, "Accept-Encoding", "gzip, deflate, br, zstd");
    assertThat(header(zstd, "content-encoding")).isEqualTo("zstd");
    assertThat(zstd.body().length).isLessThan(gzip.body().length);
    assertThat(Zstd.decompress(zstd.body(), plain.length)).isEqualTo(plain);
    assertThat(header(zstd, "etag")).isNotEqualTo(header(gzip, "etag"));
    String tag = header(zstd, "etag");
    assertThat(get(path, "Accept-Encoding", "gzip, zstd", "If-None-Match", tag).statusCode())
        .isEqualTo(304);
  }

  @Test
  void nothingOutsideTheFoldersIsServed() throws Exception {
    for (String path :
        List.of(
            "/nothing",
            "/logback.xml",
            "/leecher/",
            "/leecher",
            "/leecher/..%2flogback.xml",
            "/%2e%2e/logback.xml",
            "/leecher/%2e%2e/%2e%2e/logback.xml",
            "/graphiql/../../../bambusa/relay/graphql/schema.graphqls",
            "/.hidden",
            "//index.html",
            "/index.html%00.js")) {
      HttpResponse<byte[]> answer = get(path);
      assertThat(answer.statusCode()).as(path).isBetween(400, 404);
      assertThat(new String(answer.body(), StandardCharsets.UTF_8))
          .as(path)
          .doesNotContain("appender")
          .doesNotContain("at org.eclipse");
    }
  }

  @Test
  void headTellsTheSizeOnly() throws Exception {
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(uri("/"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(header(answer, "content-length")).isEqualTo(String.valueOf(get("/").body().length));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return String.join(", ", answer.headers().allValues(name));
  }
}
