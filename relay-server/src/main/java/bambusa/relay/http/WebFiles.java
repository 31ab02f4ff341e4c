package bambusa.relay.http;

import bambusa.relay.coding.ContentCoding;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The files packed into the relay: the leecher's page at {@code /}, its scripts below {@code
 * /leecher/}, GraphiQL below {@code /graphiql/}. Kept in memory from their first use on. Used by
 * any thread.
 */
final class WebFiles {

  private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS");

  /**
   * Names without dots at their beginning, so nothing leads out of a folder; the last with an
   * ending, since a folder can be read too.
   */
  private static final Pattern PATH =
      Pattern.compile(
          "(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){0,7}/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\\.[a-z0-9]{1,12}");

  private static final String GRAPHIQL = "/graphiql/";
  private static final String LEECHER = "/leecher/";
  private static final String WORKER = "/leecher/leecher-worker.js";

  private final HttpSettings settings;
  private final Map<String, WebFile> files = new ConcurrentHashMap<>();

  WebFiles(HttpSettings settings) {
    this.settings = settings;
  }

  /** Any method, any path. */
  void serve(Context context) {
    String path = context.path();
    switch (context.method().name()) {
      case "GET", "HEAD" -> serve(context, path.equals("/") ? "/index.html" : path);
      case "OPTIONS" -> Headers.preflight(context, METHODS);
      default -> {
        context.header("Allow", String.join(", ", METHODS));
        context.status(405);
      }
    }
  }

  /** Sends a file, or that there is none. */
  void serve(Context context, String path) {
    Optional<WebFile> found = find(path);
    if (found.isEmpty()) {
      context.status(404);
      return;
    }
    WebFile file = found.get();
    ContentCoding coding =
        ContentCoding.chosen(new AcceptHeader(context.header("Accept-Encoding"))::weightOf);
    String tag = '"' + file.tag(coding) + '"';
    describe(context, path, tag);
    if (tag.equals(context.header("If-None-Match"))) {
      context.status(304);
      return;
    }
    context.header("Content-Type", file.mediaType());
    if (file.isPacked(coding)) {
      context.header("Content-Encoding", coding.token());
    }
    send(context, file.body(coding));
  }

  private void send(Context context, byte[] body) {
    if (context.method().name().equals("HEAD")) {
      context.res().setContentLength(body.length);
    } else {
      context.future(() -> new Exchange(context, settings).write(body));
    }
  }

  private static void describe(Context context, String path, String tag) {
    context.header("ETag", tag);
    context.header("Vary", "Accept-Encoding");
    // Asked again each time, so that a page and its scripts are always of one version.
    context.header("Cache-Control", "no-cache");
    context.header("Content-Security-Policy", policy(path));
    if (path.startsWith(LEECHER)) {
      Headers.readableByAnyOrigin(context);
    }
  }

  private static String policy(String path) {
    if (path.equals(WORKER)) {
      return Headers.WORKER_POLICY;
    }
    return path.startsWith(GRAPHIQL) || path.equals("/graphiql.html")
        ? Headers.GRAPHIQL_POLICY
        : Headers.PAGE_POLICY;
  }

  private Optional<WebFile> find(String path) {
    WebFile known = files.get(path);
    if (known != null) {
      return Optional.of(known);
    }
    // Only what exists is kept, so the number of files bounds the memory.
    Optional<WebFile> loaded = resource(path).map(content -> new WebFile(path, content));
    loaded.ifPresent(file -> files.put(path, file));
    return loaded;
  }

  private static Optional<byte[]> resource(String path) {
    // Every file has an extension; what has none may be a folder, which reads as a list of names.
    boolean isFile = path.lastIndexOf('.') > path.lastIndexOf('/');
    if (!isFile || !PATH.matcher(path).matches()) {
      return Optional.empty();
    }
    try (InputStream content = WebFiles.class.getResourceAsStream(place(path))) {
      return content == null ? Optional.empty() : Optional.of(content.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where in the jar a path of the server is. */
  private static String place(String path) {
    if (path.startsWith(LEECHER)) {
      return path;
    }
    if (path.startsWith(GRAPHIQL) && !path.startsWith(GRAPHIQL + "start")) {
      return "/META-INF/resources/graphql-ui/" + path.substring(GRAPHIQL.length());
    }
    return "/web" + path;
  }
}
