package bambusa.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * Stands between a browser and a real relay, on a port that stays the same. Everything passes, but
 * answers about entries may be changed or come late. While the relay is gone it answers nothing.
 */
final class RelayProxy implements AutoCloseable {

  private static final Set<String> REQUEST_HEADERS =
      Set.of("accept", "content-type", "if-none-match");

  private static final Set<String> OWN_HEADERS =
      Set.of("content-length", "transfer-encoding", "connection", "date", ":status");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final URI relay;
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private volatile UnaryOperator<String> answers = UnaryOperator.identity();

  private RelayProxy(HttpServer server, URI relay) {
    this.server = server;
    this.relay = relay;
  }

  static RelayProxy to(RelayProcess relay) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      RelayProxy proxy = new RelayProxy(server, relay.page());
      server.setExecutor(proxy.threads);
      server.createContext("/", proxy::pass);
      server.start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes, from now on, the answers to GraphQL requests; may take its time. */
  void answering(UnaryOperator<String> change) {
    answers = change;
  }

  /** The bodies of all GraphQL requests so far, oldest first. */
  List<String> questions() {
    return List.copyOf(questions);
  }

  URI page() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  URI graphql() {
    return page().resolve("/graphql");
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] question = exchange.getRequestBody().readAllBytes();
      boolean graphql = exchange.getRequestURI().getPath().equals("/graphql");
      if (graphql) {
        questions.add(new String(question, StandardCharsets.UTF_8));
      }
      HttpResponse<byte[]> answer =
          http.send(forwarded(exchange, question), HttpResponse.BodyHandlers.ofByteArray());
      byte[] body = answer.body();
      if (graphql) {
        String changed = answers.apply(new String(body, StandardCharsets.UTF_8));
        body = changed.getBytes(StandardCharsets.UTF_8);
      }
      reply(exchange, answer, body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest forwarded(HttpExchange exchange, byte[] question) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(relay.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(question));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (REQUEST_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return request.build();
  }

  private static void reply(HttpExchange exchange, HttpResponse<byte[]> answer, byte[] body)
      throws IOException {
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name)) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    boolean bodiless = answer.statusCode() == 304 || answer.statusCode() == 204;
    exchange.sendResponseHeaders(answer.statusCode(), bodiless ? -1 : body.length);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
