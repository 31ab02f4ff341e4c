package bambusa.relay.http;

import bambusa.relay.graphql.AskerAddress;
import bambusa.relay.graphql.GraphQlAnswer;
import bambusa.relay.graphql.GraphQlAnswer.Encoded;
import bambusa.relay.graphql.GraphQlEngine;
import bambusa.relay.graphql.GraphQlErrorCode;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** GraphQL over HTTP: {@code POST} asks, {@code GET} shows GraphiQL (p2panda.md 7). */
final class GraphQlEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(GraphQlEndpoint.class);

  private static final List<String> METHODS = List.of("GET", "POST", "OPTIONS");

  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int NOT_ACCEPTABLE = 406;
  private static final int TOO_LARGE = 413;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;
  private static final int UNAVAILABLE = 503;

  private final GraphQlEngine engine;
  private final HttpSettings settings;
  private final WebFiles files;
  private final ByteBudget bodies = new ByteBudget(Runtime.getRuntime().maxMemory() / 8);
  private final ByteBudget answers = new ByteBudget(Runtime.getRuntime().maxMemory() / 4);

  GraphQlEndpoint(GraphQlEngine engine, HttpSettings settings, WebFiles files) {
    this.engine = engine;
    this.settings = settings;
    this.files = files;
  }

  /** Any method. */
  void serve(Context context) {
    Headers.notKept(context);
    Headers.readableByAnyOrigin(context);
    switch (context.method().name()) {
      case "POST" -> post(context);
      case "GET" -> get(context);
      case "OPTIONS" -> Headers.preflight(context, METHODS);
      default -> refuseMethod(context, METHODS, "method not allowed; send a query by POST");
    }
  }

  private void get(Context context) {
    boolean wantsPage = context.queryParam("query") == null;
    if (wantsPage) {
      files.serve(context, "/graphiql.html");
    } else {
      refuseMethod(context, List.of("POST"), "queries by GET are not supported; send them by POST");
    }
  }

  private void refuseMethod(Context context, List<String> allowed, String message) {
    context.header("Allow", String.join(", ", allowed));
    refuse(context, METHOD_NOT_ALLOWED, GraphQlErrorCode.MALFORMED_REQUEST, message);
  }

  private void post(Context context) {
    if (!isJson(context.req().getContentType())) {
      refuse(
          context,
          UNSUPPORTED_MEDIA_TYPE,
          GraphQlErrorCode.MALFORMED_REQUEST,
          "expected the media type application/json in UTF-8");
      return;
    }
    String encoding = context.header("Content-Encoding");
    if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
      refuse(
          context,
          UNSUPPORTED_MEDIA_TYPE,
          GraphQlErrorCode.MALFORMED_REQUEST,
          "compressed requests are not supported");
      return;
    }
    Optional<GraphQlMediaType> mediaType =
        GraphQlMediaType.accepted(new AcceptHeader(context.header("Accept")));
    if (mediaType.isEmpty()) {
      refuse(
          context,
          NOT_ACCEPTABLE,
          GraphQlErrorCode.MALFORMED_REQUEST,
          "answers are application/json or application/graphql-response+json");
      return;
    }
    context.future(() -> answer(context, mediaType.get()));
  }

  /** A missing header counts as JSON (p2panda.md 7). */
  private static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return true;
    }
    String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].replace("\"", "").replace(" ", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        return false;
      }
    }
    return parts[0].strip().equals("application/json");
  }

  private CompletableFuture<Void> answer(Context context, GraphQlMediaType mediaType) {
    Exchange exchange = new Exchange(context, settings);
    boolean gzip = new AcceptHeader(context.header("Accept-Encoding")).weightOf("gzip") > 0;
    String asker = AskerAddress.of(context.req().getRemoteAddr());
    return exchange
        .readBody(bodies)
        .thenCompose(body -> ask(exchange, body, asker))
        .exceptionally(this::unreadable)
        .thenApply(answer -> answer.encode(gzip))
        .thenCompose(encoded -> send(context, exchange, mediaType, encoded));
  }

  private CompletableFuture<GraphQlAnswer> ask(Exchange exchange, byte[] body, String asker) {
    CompletableFuture<GraphQlAnswer> gone = new CompletableFuture<>();
    DisconnectWatch watch = exchange.watch(() -> gone.cancel(true));
    CompletableFuture<GraphQlAnswer> answer = engine.answer(body, asker, watch::start);
    CompletableFuture<?> unused = gone.whenComplete((never, failure) -> answer.cancel(true));
    return answer.whenComplete(
        (given, failure) -> {
          bodies.giveBack(body.length);
          watch.stop();
        });
  }

  private GraphQlAnswer unreadable(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof BodyReader.TooLargeException) {
      return GraphQlAnswer.refused(
          GraphQlErrorCode.BODY_TOO_LARGE,
          "body exceeds the limit of " + settings.maxBodyBytes() + " bytes");
    }
    if (cause instanceof BodyReader.CrowdedException) {
      return GraphQlAnswer.refused(
          GraphQlErrorCode.TOO_MANY_REQUESTS, "too many requests are being read");
    }
    throw new CompletionException(cause);
  }

  private CompletableFuture<Void> send(
      Context context, Exchange exchange, GraphQlMediaType mediaType, Encoded encoded) {
    int length = encoded.body().length;
    if (!answers.take(length)) {
      refuse(
          context,
          UNAVAILABLE,
          GraphQlErrorCode.TOO_MANY_REQUESTS,
          "too many answers wait for slow clients");
      return CompletableFuture.completedFuture(null);
    }
    context.status(status(encoded.outcome(), mediaType));
    context.header("Content-Type", mediaType.contentType());
    context.header("Vary", "Accept, Accept-Encoding");
    if (encoded.gzipped()) {
      context.header("Content-Encoding", "gzip");
    }
    return exchange
        .write(encoded.body())
        .whenComplete((nothing, failure) -> answers.giveBack(length));
  }

  private static int status(GraphQlAnswer.Outcome outcome, GraphQlMediaType mediaType) {
    return switch (outcome) {
      case EXECUTED -> OK;
      case REFUSED -> mediaType == GraphQlMediaType.JSON ? OK : BAD_REQUEST;
      case MALFORMED -> BAD_REQUEST;
      case TOO_LARGE -> TOO_LARGE;
      case BUSY -> UNAVAILABLE;
    };
  }

  private static void refuse(Context context, int status, GraphQlErrorCode code, String message) {
    if (status >= UNAVAILABLE) {
      LOG.warn("{} {} failed with {}: {}", context.method(), context.path(), status, message);
    }
    context.status(status);
    context.header("Content-Type", GraphQlMediaType.JSON.contentType());
    context.result(GraphQlAnswer.refused(code, message).encode(false).body());
  }
}
