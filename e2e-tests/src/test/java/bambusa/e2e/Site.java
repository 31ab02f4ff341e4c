package bambusa.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Somebody's web site: pages of another origin than the relay's, and files if it has any. */
final class Site implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final Map<String, String> policies = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Path files;

  private Site(HttpServer server, Path files) {
    this.server = server;
    this.files = files.toAbsolutePath().normalize();
  }

  /** A site with the files of a folder, which may hold none. */
  static Site start(Path files) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      Site site = new Site(server, files);
      server.setExecutor(site.threads);
      server.createContext("/", site::answer);
      server.start();
      return site;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts up a page; gives its address. */
  String page(String path, String body) {
    pages.put(
        path,
        "<!doctype html><html lang=en><meta charset=utf-8><title>A site</title>"
            + body
            + "</html>");
    return address(path);
  }

  /** Sends a Content-Security-Policy with a path from now on. */
  void policy(String path, String policy) {
    policies.put(path, policy);
  }

  String address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort()).resolve(path).toString();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = body(path);
      exchange.getResponseHeaders().set("Content-Type", mediaType(path));
      if (policies.containsKey(path)) {
        exchange.getResponseHeaders().set("Content-Security-Policy", policies.get(path));
      }
      exchange.sendResponseHeaders(
          body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private byte[] body(String path) throws IOException {
    if (pages.containsKey(path)) {
      return pages.get(path).getBytes(StandardCharsets.UTF_8);
    }
    Path file = files.resolve(path.substring(1)).normalize();
    return file.startsWith(files) && Files.isRegularFile(file)
        ? Files.readAllBytes(file)
        : new byte[0];
  }

  private static String mediaType(String path) {
    if (path.endsWith(".js")) {
      return "text/javascript";
    }
    return path.endsWith(".wasm") ? "application/wasm" : "text/html; charset=utf-8";
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
