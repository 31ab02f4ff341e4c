package bambusa.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The way from a telephone to a relay: every byte comes late, and only so many in a second. */
final class SlowLink implements AutoCloseable {

  private static final int CHUNK_BYTES = 4 << 10;

  private final ServerSocket entrance;
  private final int port;
  private final long delayNanos;
  private final double nanosPerByte;

  private SlowLink(ServerSocket entrance, int port, int delayMillis, int bytesPerSecond) {
    this.entrance = entrance;
    this.port = port;
    this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
    this.nanosPerByte = 1e9 / bytesPerSecond;
  }

  /** To a port of the loopback address; the delay is that of one direction. */
  static SlowLink to(int port, int delayMillis, int bytesPerSecond) throws IOException {
    ServerSocket entrance = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    SlowLink link = new SlowLink(entrance, port, delayMillis, bytesPerSecond);
    start(link::accept);
    return link;
  }

  String address() {
    return "http://127.0.0.1:" + entrance.getLocalPort() + "/";
  }

  private record Chunk(byte[] bytes, long dueNanos) {}

  private void accept() {
    try {
      while (true) {
        Socket near = entrance.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        pass(near, far);
        pass(far, near);
      }
    } catch (IOException closed) {
      // Whoever closed the link wants no more of it.
      return;
    }
  }

  private void pass(Socket from, Socket to) {
    BlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>();
    start(() -> read(from, underWay));
    start(() -> write(underWay, to));
  }

  private void read(Socket from, BlockingQueue<Chunk> underWay) {
    byte[] bytes = new byte[CHUNK_BYTES];
    double free = System.nanoTime();
    try (InputStream in = from.getInputStream()) {
      for (int size = in.read(bytes); size >= 0; size = in.read(bytes)) {
        free = Math.max(free, System.nanoTime()) + size * nanosPerByte;
        underWay.add(new Chunk(Arrays.copyOf(bytes, size), (long) free + delayNanos));
      }
    } catch (IOException broken) {
      // The other direction meets the same, and the end is passed on below.
    }
    underWay.add(new Chunk(new byte[0], System.nanoTime() + delayNanos));
  }

  private static void write(BlockingQueue<Chunk> underWay, Socket to) {
    try (OutputStream out = to.getOutputStream()) {
      for (Chunk next = underWay.take(); next.bytes().length > 0; next = underWay.take()) {
        TimeUnit.NANOSECONDS.sleep(next.dueNanos() - System.nanoTime());
        out.write(next.bytes());
      }
    } catch (IOException broken) {
      // Who reads has gone; its own end closes the other direction.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "slow link");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    entrance.close();
  }
}
