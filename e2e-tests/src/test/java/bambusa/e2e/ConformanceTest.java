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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The model answers all vectors in a browser, compiled to JavaScript and to WebAssembly, word for
 * word as on the JVM, where the answers have been held against what the vectors want; and the
 * leecher makes the same documents of them.
 */
final class ConformanceTest {

  private static final Path PROGRAMS = Path.of(System.getProperty("conformance"));
  private static final Path LOADER =
      PROGRAMS.resolveSibling("loader").resolve("wasm-gc-module-runtime.min.js");

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

  /** Opens a leecher, and tells each document as {@link ModelDocuments} tells it. */
  private static final String TELL_DOCUMENTS =
      """
      async ([relay, ids]) => {
        const { open } = await import(relay + "leecher/api.js");
        const leecher = await open({ relays: relay, name: "vectors" });
        await leecher.live();
        const bits = (number) => new DataView(Float64Array.of(number).buffer).getBigUint64(0, true).toString(16).padStart(16, "0");
        const exact = (number) => Number.isSafeInteger(number) && !Object.is(number, -0);
        const value = (one) => Array.isArray(one) ? "list [" + one.join(", ") + "]"
          : typeof one + " " + (typeof one !== "number" || exact(one) ? one : bits(one));
        const sorted = (fields) => Object.entries(fields).sort(([one], [other]) => one < other ? -1 : 1);
        const view = ({ viewId, edited, fields, writtenBy }) => ["view " + viewId + (edited ? " edited" : ""),
          ...sorted(fields).map(([name, one]) => name + "=" + value(one) + " by " + writtenBy[name])];
        const told = {};
        await Promise.all(ids.map(async (id) => {
          const document = await leecher.document(id);
          const lines = [document.schemaId + " by " + document.owner + (document.deleted ? " deleted" : ""), ...view(document)];
          const views = await Promise.all(document.operations.map(({ operationId }) => leecher.document(id, { viewId: operationId })));
          document.operations.forEach(({ author, logId, seqNum, operationId, action, forked, previous, fields }, i) => {
            const written = sorted(fields).map(([name, one]) => name + "=" + value(one));
            lines.push([author, logId, seqNum, operationId, action, forked ? "forked" : "kept", previous.join("_"), ...written].join(" "));
            lines.push(...view(views[i]));
          });
          told[document.documentId] = lines.join("\\n");
        }));
        const listed = [];
        for (const schema of new Set(Object.values(told).map((text) => text.split(" ")[0]))) {
          const { documents } = await leecher.documents({ schema, first: 1000 });
          listed.push(...documents.map(({ documentId, viewId }) => documentId + " " + viewId));
        }
        leecher.close();
        return [told, listed.sort()];
      }
      """;

  @TempDir static Path directory;

  private static HttpServer server;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", ConformanceTest::answer);
    server.start();
    chromium = Chromium.start(directory.resolve("profile"));
  }

  @AfterAll
  static void stop() {
    chromium.close();
    server.stop(0);
  }

  @Test
  void leecherMakesTheDocumentsOfTheVectorsThatTheModelMakesOfTheRelaysAnswers() throws Exception {
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"))) {
      new PublishedVectors(relay).publishAll();
      Map<String, String> model = ModelDocuments.of(relay).told();
      assertThat(model).hasSizeGreaterThan(100);
      assertThat(String.join("\n", model.values())).contains(" deleted\n", " forked ", "bigint ");

      Page page = chromium.newTab();
      page.navigate(address());
      List<String> ids = List.copyOf(model.keySet());
      List<?> answers =
          (List<?>) page.evaluate(TELL_DOCUMENTS, List.of(relay.page().toString(), ids));
      assertThat(answers.get(0)).isEqualTo(model);
      assertThat(answers.get(1)).isEqualTo(listed(model));
      page.close();
    }
  }

  /** Which documents a list shows: those that are not deleted, as they are now. */
  private static List<String> listed(Map<String, String> model) {
    List<String> listed = new ArrayList<>();
    model.forEach(
        (id, told) -> {
          String[] lines = told.split("\n");
          if (!lines[0].endsWith(" deleted")) {
            listed.add(id + " " + lines[1].split(" ")[1]);
          }
        });
    return listed;
  }

  @Test
  void everyVectorIsAnsweredAlikeOnTheJvmInJavaScriptAndInWebAssembly() throws IOException {
    List<String> answers = Files.readAllLines(PROGRAMS.resolve("answers.txt"));
    assertThat(answers).hasSizeGreaterThan(800);
    Page page = chromium.newTab();
    page.navigate(address());
    assertThat(page.evaluate(WEBASSEMBLY)).as("WebAssembly").isEqualTo(answers);
    assertThat(page.evaluate(JAVASCRIPT)).as("JavaScript").isEqualTo(answers);
    page.close();
  }

  private static String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
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
