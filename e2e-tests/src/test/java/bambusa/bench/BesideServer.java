package bambusa.bench;

import bambusa.crypto.Hash;
import bambusa.ingest.EncodedEntryAndOperation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Gives out entries as RxDB's GraphQL replication and PouchDB's replication ask for them, from
 * memory, and the page that asks: whatever they take is theirs.
 */
final class BesideServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REVISION = "1-00000000000000000000000000000001";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Path script;
  private final ObjectNode[] documents;
  private final Map<String, ObjectNode> byId = new HashMap<>();

  private BesideServer(HttpServer server, Path script, List<EncodedEntryAndOperation> entries) {
    this.server = server;
    this.script = script;
    this.documents = new ObjectNode[entries.size()];
    for (int i = 0; i < documents.length; i++) {
      EncodedEntryAndOperation entry = entries.get(i);
      documents[i] =
          JSON.createObjectNode()
              .put("id", Hash.of(entry.entry().bytes()).toString())
              .put("entry", entry.entry().toString())
              .put("operation", String.valueOf(entry.operation()));
      byId.put(documents[i].path("id").asText(), documents[i]);
    }
  }

  static BesideServer start(Path script, List<EncodedEntryAndOperation> entries)
      throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    BesideServer server = new BesideServer(http, script, entries);
    http.setExecutor(server.threads);
    http.createContext("/", server::answer);
    http.start();
    return server;
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      JsonNode question = JSON.readTree(exchange.getRequestBody().readAllBytes());
      switch (path) {
        case "/" -> send(exchange, 200, "text/html", "<!doctype html><title>Beside</title>");
        case "/beside.js" -> send(exchange, 200, "text/javascript", Files.readString(script));
        case "/rxdb" -> send(exchange, pull(question.path("variables")));
        case "/couch/" -> send(exchange, database());
        case "/couch/_changes" -> send(exchange, changes(exchange.getRequestURI().getQuery()));
        case "/couch/_bulk_get" -> send(exchange, bulk(question.path("docs")));
        default -> local(exchange);
      }
    }
  }

  /** Where a replication has come to: PouchDB keeps that at both ends. */
  private static void local(HttpExchange exchange) throws IOException {
    ObjectNode answer = JSON.createObjectNode();
    if (exchange.getRequestMethod().equals("PUT")) {
      send(exchange, 200, "application/json", answer.put("ok", true).put("rev", "0-1").toString());
    } else {
      answer.put("error", "not_found").put("reason", "missing");
      send(exchange, 404, "application/json", answer.toString());
    }
  }

  private ObjectNode pull(JsonNode variables) {
    int after = variables.path("after").asInt();
    int until = Math.min(documents.length, after + variables.path("limit").asInt());
    ObjectNode page = JSON.createObjectNode();
    ArrayNode some = page.putArray("documents");
    for (int i = after; i < until; i++) {
      some.add(documents[i].deepCopy().put("_deleted", false));
    }
    page.putObject("checkpoint").put("after", until);
    ObjectNode answer = JSON.createObjectNode();
    answer.putObject("data").set("pull", page);
    return answer;
  }

  private ObjectNode database() {
    return JSON.createObjectNode()
        .put("db_name", "couch")
        .put("update_seq", documents.length)
        .put("doc_count", documents.length)
        .put("instance_start_time", "0");
  }

  private ObjectNode changes(String query) {
    int since = parameter(query, "since", 0);
    int until = Math.min(documents.length, since + parameter(query, "limit", documents.length));
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode results = answer.putArray("results");
    for (int i = since; i < until; i++) {
      ObjectNode change = results.addObject().put("seq", i + 1);
      change.set("id", documents[i].path("id"));
      change.putArray("changes").addObject().put("rev", REVISION);
    }
    return answer.put("last_seq", until).put("pending", documents.length - until);
  }

  private ObjectNode bulk(JsonNode wanted) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode results = answer.putArray("results");
    for (JsonNode one : wanted) {
      String id = one.path("id").asText();
      ObjectNode document = byId.get(id).deepCopy();
      document.remove("id");
      document.put("_id", id).put("_rev", REVISION);
      ObjectNode revisions = document.putObject("_revisions").put("start", 1);
      revisions.putArray("ids").add(REVISION.substring(2));
      results.addObject().put("id", id).putArray("docs").addObject().set("ok", document);
    }
    return answer;
  }

  private static int parameter(String query, String name, int otherwise) {
    for (String part : query.split("&")) {
      if (part.startsWith(name + "=")) {
        return Integer.parseInt(part.substring(name.length() + 1));
      }
    }
    return otherwise;
  }

  private static void send(HttpExchange exchange, ObjectNode answer) throws IOException {
    send(exchange, 200, "application/json", answer.toString());
  }

  private static void send(HttpExchange exchange, int status, String mediaType, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", mediaType);
    // For measuring memory.
    exchange.getResponseHeaders().set("Cross-Origin-Opener-Policy", "same-origin");
    exchange.getResponseHeaders().set("Cross-Origin-Embedder-Policy", "require-corp");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
