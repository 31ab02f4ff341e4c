package bambusa.relay.http;

import bambusa.relay.coding.ContentCoding;
import bambusa.relay.graphql.GraphQlAnswer;
import bambusa.relay.graphql.GraphQlAnswer.Encoded;
import bambusa.relay.graphql.GraphQlEngine;
import bambusa.relay.graphql.GraphQlErrorCode;
import bambusa.relay.graphql.UrlParameters;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * GraphQL over HTTP: {@code POST} asks, {@code GET} with a query in the URL asks for what does not
 * change anything, and shows GraphiQL to browsers (p2panda.md 7).
 */
final class GraphQlEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(GraphQlEndpoint.class);

  private static final List<String> METHODS = List.of("GET", "POST", "OPTIONS");

  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int NOT_ACCEPTABLE = 406;
  private static final int TOO_LARGE = 413;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final int INSUFFICIENT_STORAGE = 507;

  private final GraphQlEngine engine;
  private final HttpSettings settings;
  private final WebFiles files;
  private final ClientAddress addresses;
  private final ByteBudget bodies;

  GraphQlEndpoint(
      GraphQlEngine engine,
      HttpSettings settings,
      WebFiles files,
      ClientAddress addresses,
      ByteBudget bodies) {
    this.engine = engine;
    this.settings = settings;
    this.files = files;
    this.addresses = addresses;
    this.bodies = bodies;
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

  /** A browser is shown GraphiQL, whose address may carry a query; programs get their answer. */
  private void get(Context context) {
    AcceptHeader accept = new AcceptHeader(context.header("Accept"));
    boolean asks = context.queryString() != null && !context.queryString().isEmpty();
    if (!asks || accept.weightOf("text/html") > 0) {
      files.serve(context, "/graphiql.html");
      return;
    }
    UrlParameters parameters =
        new UrlParameters(
            context.queryParam("query"),
            context.queryParam("operationName"),
            context.queryParam("variables"),
            context.queryParam("extensions"));
    answer(
        context,
        (exchange, asker) -> ask(exchange, whenHeld -> engine.answer(parameters, asker, whenHeld)));
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
    // RFC 7694: tells who asks often that the next request may come packed.
    context.header("Accept-Encoding", "gzip");
    if (!PackedBody.isPlain(encoding) && !PackedBody.isGzip(encoding)) {
      refuse(
          context,
          UNSUPPORTED_MEDIA_TYPE,
          GraphQlErrorCode.MALFORMED_REQUEST,
          "expected a request as it is, or packed by gzip");
      return;
    }
    answer(
        context,
        (exchange, asker) ->
            exchange
                .readBody(bodies)
                .thenCompose(
                    body ->
                        PackedBody.isGzip(encoding)
                            ? engine.prepare(asker, () -> unpacked(body))
                            : CompletableFuture.completedFuture(body))
                .thenCompose(body -> askForBody(exchange, body, asker)));
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

  private void answer(
      Context context, BiFunction<Exchange, String, CompletableFuture<GraphQlAnswer>> asking) {
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
    Exchange exchange = new Exchange(context, settings);
    ContentCoding coding =
        ContentCoding.chosen(new AcceptHeader(context.header("Accept-Encoding"))::weightOf);
    String asker = addresses.of(context.req());
    context.future(
        () ->
            asking
                .apply(exchange, asker)
                .exceptionally(this::unreadable)
                .thenApply(answer -> answer.encode(coding))
                .thenCompose(
                    encoded ->
                        send(new Reply(context, exchange, mediaType.get(), asker), encoded)));
  }

  private byte[] unpacked(byte[] body) {
    try {
      return PackedBody.unpack(body, settings.maxBodyBytes(), bodies);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private CompletableFuture<GraphQlAnswer> askForBody(
      Exchange exchange, byte[] body, String asker) {
    return ask(exchange, whenHeld -> engine.answer(body, asker, whenHeld))
        .whenComplete((given, failure) -> bodies.giveBack(body.length));
  }

  private static CompletableFuture<GraphQlAnswer> ask(
      Exchange exchange, Function<Runnable, CompletableFuture<GraphQlAnswer>> asking) {
    CompletableFuture<GraphQlAnswer> gone = new CompletableFuture<>();
    DisconnectWatch watch = exchange.watch(() -> gone.cancel(true));
    CompletableFuture<GraphQlAnswer> answer = asking.apply(watch::start);
    CompletableFuture<?> unused = gone.whenComplete((never, failure) -> answer.cancel(true));
    return answer.whenComplete((given, failure) -> watch.stop());
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
    if (cause instanceof PackedBody.BrokenException) {
      return GraphQlAnswer.refused(
          GraphQlErrorCode.MALFORMED_REQUEST, "expected a body packed by gzip");
    }
    throw new CompletionException(cause);
  }

  /** How an answer is sent, and against whom it counts. */
  private record Reply(
      Context context, Exchange exchange, GraphQlMediaType mediaType, String asker) {}

  private CompletableFuture<Void> send(Reply reply, Encoded encoded) {
    Context context = reply.context;
    GraphQlMediaType mediaType = reply.mediaType;
    int length = encoded.body().length;
    if (!engine.unread().take(reply.asker, length)) {
      refuse(
          context,
          UNAVAILABLE,
          GraphQlErrorCode.TOO_MANY_REQUESTS,
          "too many answers wait for slow clients");
      return CompletableFuture.completedFuture(null);
    }
    context.status(status(encoded.outcome(), mediaType));
    if (encoded.outcome() == GraphQlAnswer.Outcome.WRONG_METHOD) {
      context.header("Allow", "POST");
    }
    if (encoded.outcome() == GraphQlAnswer.Outcome.RATE_LIMITED) {
      context.header("Retry-After", "1");
    }
    context.header("Content-Type", mediaType.contentType());
    context.header("Vary", "Accept, Accept-Encoding");
    if (encoded.coding() != ContentCoding.IDENTITY) {
      context.header("Content-Encoding", encoded.coding().token());
    }
    return reply
        .exchange
        .write(encoded.body())
        .whenComplete((nothing, failure) -> engine.unread().giveBack(reply.asker, length));
  }

  private static int status(GraphQlAnswer.Outcome outcome, GraphQlMediaType mediaType) {
    return switch (outcome) {
      case EXECUTED -> OK;
      case REFUSED -> mediaType == GraphQlMediaType.JSON ? OK : BAD_REQUEST;
      case MALFORMED -> BAD_REQUEST;
      case TOO_LARGE -> TOO_LARGE;
      case WRONG_METHOD -> METHOD_NOT_ALLOWED;
      case RATE_LIMITED -> TOO_MANY_REQUESTS;
      case STORE_FULL -> INSUFFICIENT_STORAGE;
      case BUSY -> UNAVAILABLE;
    };
  }

  private static void refuse(Context context, int status, GraphQlErrorCode code, String message) {
    if (status >= UNAVAILABLE) {
      LOG.warn("{} {} failed with {}: {}", context.method(), context.path(), status, message);
    }
    context.status(status);
    context.header("Content-Type", GraphQlMediaType.JSON.contentType());
    context.result(GraphQlAnswer.refused(code, message).encode(ContentCoding.IDENTITY).body());
  }
}
