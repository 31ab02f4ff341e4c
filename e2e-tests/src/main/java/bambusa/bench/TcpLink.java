package bambusa.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way from one relay to another, through a port of its own: counts what passes, can be cut and
 * healed, and leads on to where the relay is after a restart. Any thread may call.
 */
public final class TcpLink implements AutoCloseable {

  private static final int CHUNK_BYTES = 64 << 10;

  private final ServerSocket entrance;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong askedBytes = new AtomicLong();
  private final AtomicLong answeredBytes = new AtomicLong();
  private volatile InetSocketAddress destination =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private volatile boolean cut;

  private TcpLink(ServerSocket entrance) {
    this.entrance = entrance;
  }

  /** A link that leads nowhere yet. */
  public static TcpLink open() throws IOException {
    TcpLink link = new TcpLink(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
    start(link::accept);
    return link;
  }

  /** From now on it leads to this port of the loopback address. */
  public void leadTo(int port) {
    destination = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** From now on it leads there. */
  public void leadTo(String host, int port) {
    destination = new InetSocketAddress(host, port);
  }

  /** What to give as a peer. */
  public URI graphql() {
    return URI.create("http://127.0.0.1:" + entrance.getLocalPort() + "/graphql");
  }

  /** Ends all connections, and every new one at once. */
  public void cut() {
    cut = true;
    sockets.forEach(TcpLink::end);
  }

  /** Lets new connections through. */
  public void heal() {
    cut = false;
  }

  /** Sent by who asks, since the link was opened. */
  public long askedBytes() {
    return askedBytes.get();
  }

  /** Sent by who is asked, since the link was opened. */
  public long answeredBytes() {
    return answeredBytes.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = entrance.accept();
        start(() -> connect(near));
      }
    } catch (IOException closed) {
      sockets.forEach(TcpLink::end);
    }
  }

  private void connect(Socket near) {
    try (near;
        Socket far = new Socket(destination.getAddress(), destination.getPort())) {
      // As relays and browsers do; else a request in two pieces waits 40 ms for an acknowledgement.
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      sockets.add(near);
      sockets.add(far);
      // Read after they were added: whoever cuts in between ends them, or is noticed here.
      if (!cut && !entrance.isClosed()) {
        start(() -> pass(far, near, answeredBytes));
        pass(near, far, askedBytes);
      }
    } catch (IOException refused) {
      // As when the relay itself is not there: the asker sees its connection end.
      end(near);
    } finally {
      sockets.removeIf(Socket::isClosed);
    }
  }

  /** Until either side ends; then both. */
  private static void pass(Socket from, Socket to, AtomicLong passed) {
    byte[] chunk = new byte[CHUNK_BYTES];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        // Counted first: whoever got it may look at once.
        passed.addAndGet(read);
        out.write(chunk, 0, read);
      }
    } catch (IOException broken) {
      end(from);
      end(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket that cannot be closed", e);
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "tcp link");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    cut();
  }
}
