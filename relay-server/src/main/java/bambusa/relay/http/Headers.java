package bambusa.relay.http;

import io.javalin.http.Context;
import java.util.List;

/** Headers that say who may do what with an answer. */
final class Headers {

  /**
   * For pages of ours: only our own scripts and styles, but connections to any relay, since the
   * leecher may follow another one.
   */
  static final String PAGE_POLICY =
      "default-src 'self'; connect-src *; img-src 'self' data:; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'self'";

  /** GraphiQL sets styles from its script and carries its fonts in its style sheet. */
  static final String GRAPHIQL_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'"
          + " data:; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  /**
   * For the leecher's worker alone: the loader of WebAssembly GC compiles small bridges from text.
   */
  static final String WORKER_POLICY =
      "default-src 'none'; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'; connect-src *";

  private static final String MAX_AGE_SECONDS = "86400";

  private Headers() {}

  /** Those of every answer. */
  static void common(Context context) {
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
  }

  /** Any page may read the answer; no credentials are involved (p2panda.md 7). */
  static void readableByAnyOrigin(Context context) {
    context.header("Access-Control-Allow-Origin", "*");
    // By which a service worker of another origin tells whether it has a file already.
    context.header("Access-Control-Expose-Headers", "ETag");
    context.header("Cross-Origin-Resource-Policy", "cross-origin");
  }

  /** Answers a browser that asks whether a page of another origin may send a request. */
  static void preflight(Context context, List<String> methods) {
    readableByAnyOrigin(context);
    context.header("Access-Control-Allow-Methods", String.join(", ", methods));
    context.header("Access-Control-Allow-Headers", "content-type, accept");
    context.header("Access-Control-Max-Age", MAX_AGE_SECONDS);
    // A public page may use a relay in the reader's own network: what it serves is public, and
    // there is nothing to be logged in to.
    if (context.header("Access-Control-Request-Private-Network") != null) {
      context.header("Access-Control-Allow-Private-Network", "true");
    }
    context.status(204);
  }

  /** The answer is of this moment. */
  static void notKept(Context context) {
    context.header("Cache-Control", "no-store");
  }
}
