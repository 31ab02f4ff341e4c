package bambusa.relay.quic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Brings connections to nodes: an open one, or a new one to whichever address of the node answers
 * first, tried again as the releases of 2022 do (qp2p.md 2.1). Any thread may call.
 */
final class Dialler {

  private static final long HANDSHAKE_MILLIS = 10_000;

  private final QuicEndpoint endpoint;
  private final ConnectionPool pool;
  private final Executor threads;
  private final DoubleSupplier random;
  private final LongSupplier nowMillis;
  private final Map<List<InetSocketAddress>, CompletableFuture<QuicConnection>> races =
      new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  Dialler(
      QuicEndpoint endpoint,
      ConnectionPool pool,
      Executor threads,
      DoubleSupplier random,
      LongSupplier nowMillis) {
    this.endpoint = endpoint;
    this.pool = pool;
    this.threads = threads;
    this.random = random;
    this.nowMillis = nowMillis;
  }

  /** A connection to one of these, which are one node's. */
  QuicConnection connection(List<InetSocketAddress> addresses, long timeoutMillis)
      throws IOException, InterruptedException {
    if (addresses.size() == 1) {
      return connection(addresses.get(0), timeoutMillis);
    }
    Optional<QuicConnection> open = pool.anyOpen(addresses);
    if (open.isPresent()) {
      return open.get();
    }
    CompletableFuture<QuicConnection> own = new CompletableFuture<>();
    CompletableFuture<QuicConnection> others = races.putIfAbsent(addresses, own);
    if (others == null) {
      begin(addresses, timeoutMillis, own);
    }
    return ConnectionPool.await(others == null ? own : others, timeoutMillis);
  }

  /** All addresses race, and whoever else wants one of them waits for the same winner. */
  private void begin(
      List<InetSocketAddress> addresses,
      long timeoutMillis,
      CompletableFuture<QuicConnection> first) {
    CompletableFuture<?> unusedEnd =
        first.whenComplete((connection, failure) -> races.remove(addresses, first));
    AtomicInteger racing = new AtomicInteger(addresses.size());
    for (InetSocketAddress address : addresses) {
      try {
        threads.execute(() -> race(address, timeoutMillis, first, racing));
      } catch (RejectedExecutionException e) {
        first.completeExceptionally(new IOException("too much is being asked already", e));
      }
    }
  }

  private void race(
      InetSocketAddress address,
      long timeoutMillis,
      CompletableFuture<QuicConnection> first,
      AtomicInteger racing) {
    AtomicBoolean dialled = new AtomicBoolean();
    try {
      QuicConnection connection =
          pool.connection(
              address,
              () -> {
                QuicConnection own = dial(address, timeoutMillis, first::isDone);
                dialled.set(true);
                return own;
              },
              timeoutMillis);
      // One that was in the pool already is somebody's who did not race.
      if (!first.complete(connection) && dialled.get()) {
        connection.close(QuicConnection.CLOSE_ORDINARY, "");
      }
    } catch (IOException e) {
      if (racing.decrementAndGet() == 0) {
        first.completeExceptionally(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private QuicConnection connection(InetSocketAddress address, long timeoutMillis)
      throws IOException, InterruptedException {
    return pool.connection(address, () -> dial(address, timeoutMillis, () -> false), timeoutMillis);
  }

  private QuicConnection dial(
      InetSocketAddress address, long timeoutMillis, BooleanSupplier unneeded)
      throws IOException, InterruptedException {
    DialBackoff backoff = new DialBackoff(random);
    long end = nowMillis.getAsLong() + Math.min(timeoutMillis, DialBackoff.MAX_ELAPSED_MILLIS);
    while (true) {
      long left = Math.max(1, end - nowMillis.getAsLong());
      try {
        return endpoint.dial(address, Math.min(left, HANDSHAKE_MILLIS));
      } catch (IOException e) {
        long pause = backoff.nextMillis();
        if (unneeded.getAsBoolean() || nowMillis.getAsLong() + pause >= end) {
          throw new IOException(
              "nobody answers at UDP port "
                  + address.getPort()
                  + " of "
                  + address.getAddress().getHostAddress()
                  + ": "
                  + e.getMessage(),
              e);
        }
        if (closing.await(pause, TimeUnit.MILLISECONDS)) {
          throw new IOException("closed while dialling " + address, e);
        }
      }
    }
  }

  /** Tries no more. */
  void close() {
    closing.countDown();
  }
}
