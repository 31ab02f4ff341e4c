package bambusa.relay.quic;

import bambusa.bytes.MalformedException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks nodes: each request on a stream of its own that goes both ways (qp2p.md 7.1). One that fails
 * is asked once more on a fresh connection, so neither a connection that died in the pool, nor a
 * message that 0.36 loses (3.10), nor a stalled stream costs more than its deadline. Any thread may
 * call.
 */
final class QuicClient {

  /** Below the shortest idle time of a release, 10 s. */
  private static final long PING_MILLIS = 4_000;

  /** How long others may use a connection on which one request failed. */
  private static final long RETIRE_MILLIS = 60_000;

  private static final long GRACE_MILLIS = 500;

  private final Dialler dialler;
  private final ConnectionPool pool;
  private final ExecutorService threads;
  private final ScheduledExecutorService timer;
  private final LongSupplier nowMillis;

  QuicClient(
      Dialler dialler,
      ConnectionPool pool,
      ExecutorService threads,
      ScheduledExecutorService timer,
      LongSupplier nowMillis) {
    this.dialler = dialler;
    this.pool = pool;
    this.threads = threads;
    this.timer = timer;
    this.nowMillis = nowMillis;
  }

  /**
   * Waits for the answer.
   *
   * @param addresses of one node
   * @param repeatable whether it does no harm when the node gets the request twice
   */
  byte[] ask(
      List<InetSocketAddress> addresses, byte[] request, boolean repeatable, long timeoutMillis)
      throws IOException, InterruptedException {
    long end = nowMillis.getAsLong() + timeoutMillis;
    QuicConnection connection = dialler.connection(addresses, timeoutMillis);
    try {
      long left = left(end);
      return exchange(connection, request, repeatable ? left * 2 / 3 : left);
    } catch (IOException e) {
      retire(connection);
      if (!repeatable) {
        throw e;
      }
    }
    QuicConnection fresh = dialler.connection(addresses, left(end));
    try {
      return exchange(fresh, request, left(end));
    } catch (IOException e) {
      retire(fresh);
      throw e;
    }
  }

  private long left(long end) {
    return Math.max(1, end - nowMillis.getAsLong());
  }

  private void retire(QuicConnection connection) {
    pool.remove(connection);
    try {
      Future<?> unusedClosing =
          timer.schedule(
              () -> connection.close(QuicConnection.CLOSE_ORDINARY, ""),
              RETIRE_MILLIS,
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      connection.close(QuicConnection.CLOSE_ORDINARY, "");
    }
  }

  /** On another thread, as reading from a stream cannot be interrupted. */
  private byte[] exchange(QuicConnection connection, byte[] request, long millis)
      throws IOException, InterruptedException {
    AtomicReference<@Nullable QuicStream> opened = new AtomicReference<>();
    Future<byte[]> answer =
        threads.submit(
            () -> {
              QuicStream stream = connection.open(true, millis);
              opened.set(stream);
              try {
                return exchange(connection, stream, request);
              } finally {
                stream.release();
              }
            });
    Future<?> ping =
        timer.scheduleWithFixedDelay(
            connection::ping, PING_MILLIS, PING_MILLIS, TimeUnit.MILLISECONDS);
    boolean done = false;
    try {
      byte[] payload = answer.get(millis, TimeUnit.MILLISECONDS);
      done = true;
      return payload;
    } catch (ExecutionException e) {
      throw new IOException(Reason.of(e), e);
    } catch (TimeoutException e) {
      throw new IOException("no complete answer within " + millis + " ms", e);
    } finally {
      ping.cancel(false);
      if (!done) {
        answer.cancel(true);
        abandon(opened.get());
      }
    }
  }

  private static void abandon(@Nullable QuicStream stream) {
    if (stream != null) {
      stream.abandon(QuicStream.CODE_NOT_WANTED);
    }
  }

  private byte[] exchange(QuicConnection connection, QuicStream stream, byte[] request)
      throws IOException {
    MessageLayout layout = connection.layouts().last();
    try (OutputStream out = stream.out()) {
      out.write(layout.encode(new byte[0], request));
    }
    MessageReader reader =
        new MessageReader(stream.in(), MessageLimits.ANSWER, new LayoutMemory(layout));
    try {
      // "treat an empty reply as failure" (qp2p.md 3.8)
      Message answer =
          reader.next().orElseThrow(() -> new IOException("the node ended without an answer"));
      if (answer.service()) {
        throw new IOException("the node answered with a service message");
      }
      awaitEnd(stream);
      return answer.payload();
    } catch (MalformedException e) {
      stream.stopReading(QuicStream.CODE_NOT_WANTED);
      throw new IOException("the node's answer is no message: " + e.getMessage(), e);
    }
  }

  /** A stream is the peer's to open again once its end was read; a peer may leave it open. */
  private void awaitEnd(QuicStream stream) throws IOException {
    Future<?> patience =
        timer.schedule(
            () -> stream.stopReading(QuicStream.CODE_NOT_WANTED),
            GRACE_MILLIS,
            TimeUnit.MILLISECONDS);
    try {
      if (stream.in().read() >= 0) {
        stream.stopReading(QuicStream.CODE_NOT_WANTED);
      }
    } finally {
      patience.cancel(false);
    }
  }
}
