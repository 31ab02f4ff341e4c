package bambusa.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way to a relay over UDP, through a port of its own: loses some of the datagrams, in either
 * direction, and counts the others. Which ones are lost is decided by a seed. Any thread may call.
 */
public final class UdpLink implements AutoCloseable {

  private static final int MAX_DATAGRAM_BYTES = 2_048;
  private static final int SOCKET_BUFFER_BYTES = 4 << 20;

  /** Of IPv4 and UDP, which the wire carries too. */
  private static final int HEADER_BYTES = 28;

  private final DatagramSocket entrance;
  private final InetSocketAddress destination;
  private final double loss;
  private final Random random;
  private final Map<SocketAddress, DatagramSocket> exits = new ConcurrentHashMap<>();
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  private UdpLink(DatagramSocket entrance, InetSocketAddress destination, double loss, long seed) {
    this.entrance = entrance;
    this.destination = destination;
    this.loss = loss;
    this.random = new Random(seed);
  }

  /**
   * A link to a port of the loopback address.
   *
   * @param loss share of the datagrams, from 0 to 1
   */
  public static UdpLink open(int port, double loss, long seed) throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    UdpLink link = new UdpLink(socket(), new InetSocketAddress(here, port), loss, seed);
    start(link::inward);
    return link;
  }

  private static DatagramSocket socket() throws IOException {
    DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    socket.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
    socket.setSendBufferSize(SOCKET_BUFFER_BYTES);
    return socket;
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "udp link");
    thread.setDaemon(true);
    thread.start();
  }

  public int port() {
    return entrance.getLocalPort();
  }

  /** Sockets that have come through, so connections of QUIC. */
  public long connections() {
    return connections.get();
  }

  /** Everything that got through in either direction, with the headers of IP and UDP. */
  public long bytes() {
    return bytes.get();
  }

  /** What was lost, of what came. */
  public double lostShare() {
    long all = lost.get() + passed.get();
    return all == 0 ? 0 : (double) lost.get() / all;
  }

  private void inward() {
    byte[] buffer = new byte[MAX_DATAGRAM_BYTES];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        entrance.receive(packet);
        DatagramSocket exit = exit(packet.getSocketAddress());
        packet.setSocketAddress(destination);
        pass(packet, exit);
      }
    } catch (IOException closed) {
      exits.values().forEach(DatagramSocket::close);
    }
  }

  private DatagramSocket exit(SocketAddress client) throws IOException {
    DatagramSocket known = exits.get(client);
    if (known != null) {
      return known;
    }
    DatagramSocket exit = socket();
    exits.put(client, exit);
    connections.incrementAndGet();
    start(() -> outward(exit, client));
    return exit;
  }

  private void outward(DatagramSocket exit, SocketAddress client) {
    byte[] buffer = new byte[MAX_DATAGRAM_BYTES];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        exit.receive(packet);
        packet.setSocketAddress(client);
        pass(packet, entrance);
      }
    } catch (IOException closed) {
      exits.remove(client);
      exit.close();
    }
  }

  private void pass(DatagramPacket packet, DatagramSocket out) throws IOException {
    if (isLost()) {
      lost.incrementAndGet();
      return;
    }
    passed.incrementAndGet();
    bytes.addAndGet(packet.getLength() + HEADER_BYTES);
    out.send(packet);
  }

  private synchronized boolean isLost() {
    return random.nextDouble() < loss;
  }

  @Override
  public void close() {
    entrance.close();
    exits.values().forEach(DatagramSocket::close);
  }
}
