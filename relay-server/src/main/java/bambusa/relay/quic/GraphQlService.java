package bambusa.relay.quic;

import bambusa.relay.graphql.AskerAddress;
import bambusa.relay.graphql.GraphQlAnswer;
import bambusa.relay.graphql.GraphQlEngine;
import bambusa.relay.graphql.GraphQlErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Has the engine answer what connections ask: the JSON of HTTP, byte for byte. What a connection
 * still waits for ends with it. Any thread may call.
 */
final class GraphQlService {

  private static final int MAX_PER_CONNECTION = 32;
  private static final int MAX_ANSWER_BYTES = 16 << 20;

  private final GraphQlEngine engine;
  private final Map<QuicConnection, UnderWay> underWay = new ConcurrentHashMap<>();

  GraphQlService(GraphQlEngine engine) {
    this.engine = engine;
  }

  /**
   * The JSON of the answer; waits for it.
   *
   * @throws CancellationException when the connection ends meanwhile
   */
  byte[] answer(byte[] request, QuicConnection connection) throws InterruptedException {
    UnderWay own = underWay.computeIfAbsent(connection, c -> new UnderWay());
    CompletableFuture<byte[]> answer = own.begin(() -> ask(request, connection));
    if (!connection.isOpen()) {
      ended(connection);
    }
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the engine failed", e.getCause());
    }
  }

  private CompletableFuture<byte[]> ask(byte[] request, QuicConnection connection) {
    String asker = AskerAddress.of(connection.remoteAddress().getAddress());
    CompletableFuture<GraphQlAnswer> given = engine.answer(request, asker, () -> {});
    CompletableFuture<byte[]> encoded = given.thenApply(GraphQlService::encode);
    CompletableFuture<?> unusedGone =
        encoded.whenComplete(
            (bytes, failure) -> {
              if (encoded.isCancelled()) {
                given.cancel(true);
              }
            });
    return encoded;
  }

  private static byte[] encode(GraphQlAnswer answer) {
    byte[] body = answer.encode(false).body();
    return body.length <= MAX_ANSWER_BYTES
        ? body
        : refused(
            GraphQlErrorCode.ANSWER_TOO_LARGE,
            "the answer exceeds the limit of " + MAX_ANSWER_BYTES + " bytes");
  }

  /** An answer that is given without asking the engine. */
  static byte[] refused(GraphQlErrorCode code, String message) {
    return GraphQlAnswer.refused(code, message).encode(false).body();
  }

  /** Nobody waits for the answers of this connection any more. */
  void ended(QuicConnection connection) {
    UnderWay own = underWay.remove(connection);
    if (own != null) {
      own.cancelAll();
    }
  }

  /** The requests of one connection. */
  private static final class UnderWay {

    private final Map<Long, CompletableFuture<byte[]>> answers = new HashMap<>();
    private long begun;

    synchronized CompletableFuture<byte[]> begin(Supplier<CompletableFuture<byte[]>> ask) {
      if (answers.size() >= MAX_PER_CONNECTION) {
        return CompletableFuture.completedFuture(
            refused(
                GraphQlErrorCode.TOO_MANY_REQUESTS,
                "requests of this connection under way have reached the limit of "
                    + MAX_PER_CONNECTION));
      }
      long number = begun++;
      CompletableFuture<byte[]> answer = ask.get();
      answers.put(number, answer);
      CompletableFuture<?> unusedEnded = answer.whenComplete((bytes, failure) -> end(number));
      return answer;
    }

    private synchronized void end(long number) {
      answers.remove(number);
    }

    void cancelAll() {
      List<CompletableFuture<byte[]>> all;
      synchronized (this) {
        all = List.copyOf(answers.values());
      }
      all.forEach(answer -> answer.cancel(true));
    }
  }
}
