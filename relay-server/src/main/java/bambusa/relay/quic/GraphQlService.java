package bambusa.relay.quic;

import bambusa.relay.coding.ContentCoding;
import bambusa.relay.graphql.AskerAddress;
import bambusa.relay.graphql.GraphQlAnswer;
import bambusa.relay.graphql.GraphQlEngine;
import bambusa.relay.graphql.GraphQlErrorCode;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Has the engine answer what connections ask: the JSON of HTTP, byte for byte, but for the codes of
 * what qp2p.md 7.3 names otherwise. What a connection still waits for ends with it. Any thread may
 * call.
 */
final class GraphQlService {

  private static final int MAX_PER_CONNECTION = 32;
  private static final int MAX_ANSWER_BYTES = 16 << 20;

  /** How long a request waits until others of its connection are answered. */
  private static final long TURN_MILLIS = 10_000;

  private static final long LOOK_MILLIS = 500;

  private final GraphQlEngine engine;
  private final Map<QuicConnection, UnderWay> underWay = new ConcurrentHashMap<>();

  GraphQlService(GraphQlEngine engine) {
    this.engine = engine;
  }

  /**
   * The JSON of the answer; waits for it.
   *
   * @param wanted asked now and then: whether somebody waits for this answer
   * @throws CancellationException when the connection ends meanwhile, or nobody waits any more
   */
  byte[] answer(byte[] request, QuicConnection connection, BooleanSupplier wanted)
      throws InterruptedException {
    UnderWay own = underWay.computeIfAbsent(connection, c -> new UnderWay());
    if (!connection.isOpen()) {
      ended(connection);
    }
    if (!own.turns.tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
      return refused(
          GraphQlErrorCode.UNAVAILABLE,
          "requests of this connection under way have reached the limit of " + MAX_PER_CONNECTION);
    }
    try {
      return own.await(ask(request, connection), wanted);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the engine failed", e.getCause());
    } finally {
      own.turns.release();
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
    byte[] body = asNamedHere(answer).encode(ContentCoding.IDENTITY).body();
    return body.length <= MAX_ANSWER_BYTES
        ? body
        : refused(
            GraphQlErrorCode.ANSWER_TOO_LARGE,
            "the answer exceeds the limit of " + MAX_ANSWER_BYTES + " bytes");
  }

  private static GraphQlAnswer asNamedHere(GraphQlAnswer answer) {
    boolean unknown =
        answer.refusal().filter(code -> code == GraphQlErrorCode.OPERATION_UNKNOWN).isPresent();
    if (unknown || answer.outcome() == GraphQlAnswer.Outcome.MALFORMED) {
      return answer.refusedAs(GraphQlErrorCode.BAD_REQUEST);
    }
    return answer.outcome() == GraphQlAnswer.Outcome.BUSY
        ? answer.refusedAs(GraphQlErrorCode.UNAVAILABLE)
        : answer;
  }

  /** An answer that is given without asking the engine. */
  static byte[] refused(GraphQlErrorCode code, String message) {
    return GraphQlAnswer.refused(code, message).encode(ContentCoding.IDENTITY).body();
  }

  /** Nobody waits for the answers of this connection any more. */
  void ended(QuicConnection connection) {
    UnderWay own = underWay.remove(connection);
    if (own != null) {
      own.end();
    }
  }

  /** The requests of one connection. */
  private static final class UnderWay {

    private final Semaphore turns = new Semaphore(MAX_PER_CONNECTION, true);
    private volatile boolean ended;

    byte[] await(CompletableFuture<byte[]> answer, BooleanSupplier wanted)
        throws InterruptedException, ExecutionException {
      CountDownLatch done = new CountDownLatch(1);
      CompletableFuture<?> unusedDone = answer.whenComplete((bytes, failure) -> done.countDown());
      do {
        if (ended || !wanted.getAsBoolean()) {
          answer.cancel(true);
        }
      } while (!done.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
      return answer.get();
    }

    void end() {
      ended = true;
      // Whoever waits for a turn shall find out.
      turns.release(MAX_PER_CONNECTION);
    }
  }
}
