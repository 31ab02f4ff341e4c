package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The model answers all vectors in a browser, compiled to JavaScript and to WebAssembly, word for
 * word as on the JVM, where the answers have been held against what the vectors want.
 */
final class ConformanceTest {

  private static final Path PROGRAMS = Path.of(System.getProperty("conformance"));
  private static final Path LOADER =
      Path.of(System.getProperty("leecher.assets"), "wasm-gc-module-runtime.min.js");

  private static final String JAVASCRIPT =
      """
      async () => {
        const { answer } = await import("/conformance.js");
        return (await (await fetch("/vectors.txt")).text()).trimEnd().split("\\n").map((line) => answer(line));
      }
      """;

  private static final String WEBASSEMBLY =
      """
      async () => {
        const { load } = await import("/loader.js");
        const { answer } = (await load("/conformance.wasm")).exports;
        return (await (await fetch("/vectors.txt")).text()).trimEnd().split("\\n").map((line) => answer(line));
      }
      """;

  @TempDir Path profile;

  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", ConformanceTest::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void everyVectorIsAnsweredAlikeOnTheJvmInJavaScriptAndInWebAssembly() throws IOException {
    List<String> answers = Files.readAllLines(PROGRAMS.resolve("answers.txt"));
    assertThat(answers).hasSizeGreaterThan(800);
    try (Chromium chromium = Chromium.start(profile)) {
      Page page = chromium.tab();
      page.navigate("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      assertThat(page.evaluate(WEBASSEMBLY)).as("WebAssembly").isEqualTo(answers);
      assertThat(page.evaluate(JAVASCRIPT)).as("JavaScript").isEqualTo(answers);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body =
          switch (path) {
            case "/" ->
                "<!doctype html><title>Conformance</title>".getBytes(StandardCharsets.UTF_8);
            case "/loader.js" -> Files.readAllBytes(LOADER);
            case "/conformance.js", "/conformance.wasm", "/vectors.txt" ->
                Files.readAllBytes(PROGRAMS.resolve(path.substring(1)));
            default -> new byte[0];
          };
      exchange.getResponseHeaders().set("Content-Type", mediaType(path));
      exchange.sendResponseHeaders(
          body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String mediaType(String path) {
    if (path.endsWith(".js")) {
      return "text/javascript";
    }
    return path.endsWith(".wasm")
        ? "application/wasm"
        : path.endsWith(".txt") ? "text/plain; charset=utf-8" : "text/html; charset=utf-8";
  }
}
