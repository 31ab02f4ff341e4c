package bambusa.relay.quic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Open connections by the address of the peer, dialled and accepted ones alike (qp2p.md 2.2), so
 * that a node behind a router is asked over the connection that it opened. Whoever comes while an
 * address is being dialled waits for that. Any thread may call.
 */
final class ConnectionPool {

  private final Map<InetSocketAddress, QuicConnection> open = new HashMap<>();
  private final Map<InetSocketAddress, CompletableFuture<QuicConnection>> dials = new HashMap<>();

  /** Opens a connection to one address. */
  @FunctionalInterface
  interface Dial {

    QuicConnection open() throws IOException, InterruptedException;
  }

  synchronized void add(QuicConnection connection) {
    if (live(connection.remoteAddress()) == null) {
      open.put(connection.remoteAddress(), connection);
    }
  }

  synchronized void remove(QuicConnection connection) {
    open.remove(connection.remoteAddress(), connection);
  }

  private synchronized @Nullable QuicConnection live(InetSocketAddress address) {
    QuicConnection connection = open.get(address);
    return connection != null && connection.isOpen() ? connection : null;
  }

  /** An open connection to one of these addresses. */
  synchronized Optional<QuicConnection> anyOpen(List<InetSocketAddress> addresses) {
    return addresses.stream().map(this::live).filter(Objects::nonNull).findFirst();
  }

  /** An open connection, or the one that the dial brings. */
  QuicConnection connection(InetSocketAddress address, Dial dial, long timeoutMillis)
      throws IOException, InterruptedException {
    CompletableFuture<QuicConnection> own = new CompletableFuture<>();
    CompletableFuture<QuicConnection> others;
    synchronized (this) {
      QuicConnection live = live(address);
      if (live != null) {
        return live;
      }
      others = dials.putIfAbsent(address, own);
    }
    return others == null ? dial(address, dial, own) : await(others, timeoutMillis);
  }

  private QuicConnection dial(
      InetSocketAddress address, Dial dial, CompletableFuture<QuicConnection> result)
      throws IOException, InterruptedException {
    try {
      QuicConnection connection = dial.open();
      synchronized (this) {
        open.put(address, connection);
      }
      result.complete(connection);
      return connection;
    } finally {
      synchronized (this) {
        dials.remove(address, result);
      }
      result.completeExceptionally(new IOException("nobody answers at " + address));
    }
  }

  /** Waits for a connection that is being dialled. */
  static QuicConnection await(CompletableFuture<QuicConnection> dial, long timeoutMillis)
      throws IOException, InterruptedException {
    try {
      return dial.get(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(Reason.of(e), e);
    } catch (TimeoutException e) {
      throw new IOException("no connection within " + timeoutMillis + " ms", e);
    }
  }
}
