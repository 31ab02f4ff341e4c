package bambusa.relay.quic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.kwik.core.QuicClientConnection;

/** Somebody begins handshakes without end. */
@Timeout(60)
final class HandshakeGuardTest {

  private static final int FLOOD = 20_000;
  private static final int REAL = 80;

  private final Random random = new Random(1);
  private final AtomicLong nowMillis = new AtomicLong();
  private final HandshakeGuard guard = new HandshakeGuard(nowMillis::get);

  private byte[] id() {
    byte[] id = new byte[8];
    random.nextBytes(id);
    return id;
  }

  /** As large as one must be, and of nothing that can be read. */
  private byte[] initial(byte[] id) {
    byte[] bytes = new byte[1_200];
    random.nextBytes(bytes);
    ByteBuffer.wrap(bytes)
        .put((byte) 0xc3)
        .putInt(1)
        .put((byte) id.length)
        .put(id)
        .put((byte) 0)
        .put((byte) 0)
        .putShort((short) (0x4000 | 1_200 - 9 - id.length - 1));
    return bytes;
  }

  private boolean admits(byte[] id, String source) throws IOException {
    byte[] bytes = initial(id);
    return guard.admits(
        new DatagramPacket(
            bytes, bytes.length, new InetSocketAddress(InetAddress.getByName(source), 9)),
        known -> false);
  }

  private int admitted(int handshakes, String source) throws IOException {
    int admitted = 0;
    for (int i = 0; i < handshakes; i++) {
      admitted += admits(id(), source) ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void sourceHasSoManyHandshakesUnderWay() throws Exception {
    assertThat(admitted(1_000, "192.0.2.1")).isEqualTo(HandshakeGuard.MAX_PER_SOURCE);
    assertThat(admitted(1, "192.0.2.2")).isEqualTo(1);
    assertThat(guard.refused()).isEqualTo(1_000 - HandshakeGuard.MAX_PER_SOURCE);
  }

  @Test
  void allSourcesTogetherHaveSoManyUnderWay() throws Exception {
    for (int i = 1; i < 200; i++) {
      admitted(10, "192.0.2." + i);
    }
    assertThat(guard.underWay()).isEqualTo(HandshakeGuard.MAX_IN_ALL);
  }

  @Test
  void handshakeThatIsDoneMakesRoom() throws Exception {
    byte[] done = id();
    assertThat(admits(done, "192.0.2.1")).isTrue();
    admitted(1_000, "192.0.2.1");
    guard.finished(done);
    assertThat(admitted(2, "192.0.2.1")).isEqualTo(1);
  }

  @Test
  void handshakeThatIsNeverDoneMakesRoomInTime() throws Exception {
    admitted(1_000, "192.0.2.1");
    nowMillis.addAndGet(HandshakeGuard.KEPT_MILLIS);
    assertThat(admitted(1_000, "192.0.2.1")).isEqualTo(HandshakeGuard.MAX_PER_SOURCE);
  }

  @Test
  void clockThatIsSetBackKeepsNobodyOut() throws Exception {
    admitted(1_000, "192.0.2.1");
    nowMillis.addAndGet(-1);
    assertThat(admitted(1_000, "192.0.2.1")).isEqualTo(HandshakeGuard.MAX_PER_SOURCE);
  }

  @Test
  void handshakeConsistsOfFewPackets() throws Exception {
    byte[] id = id();
    for (int i = 0; i < HandshakeGuard.MAX_PACKETS; i++) {
      assertThat(admits(id, "192.0.2.1")).isTrue();
    }
    assertThat(admits(id, "192.0.2.1")).isFalse();
  }

  @Test
  void whatBeginsNoHandshakePasses() throws Exception {
    admitted(1_000, "192.0.2.1");
    byte[] known = initial(id());
    InetSocketAddress source = new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 9);
    assertThat(guard.admits(new DatagramPacket(known, known.length, source), id -> true)).isTrue();
    byte[] shortForm = {0x40, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    byte[] tooShort = {(byte) 0xc0, 0, 0};
    for (byte[] other : new byte[][] {shortForm, tooShort, {}}) {
      assertThat(guard.admits(new DatagramPacket(other, other.length, source), id -> false))
          .isTrue();
    }
  }

  @Test
  void whatCanBeginNoHandshakeTakesNoPlace() throws Exception {
    InetSocketAddress source = new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 9);
    byte[] unknownVersion = initial(id());
    ByteBuffer.wrap(unknownVersion).putInt(1, 0xff00001d);
    byte[] small = Arrays.copyOf(initial(id()), HandshakeGuard.MIN_INITIAL_BYTES - 1);
    for (int i = 0; i < 1_000; i++) {
      assertThat(
              guard.admits(
                  new DatagramPacket(unknownVersion, unknownVersion.length, source), id -> false))
          .isTrue();
      assertThat(guard.admits(new DatagramPacket(small, small.length, source), id -> false))
          .isFalse();
    }
    assertThat(guard.underWay()).isZero();
    assertThat(guard.refused()).isZero();
  }

  /** Begins a real handshake, of which all packets are caught. */
  private static void beginHandshake(BlockingQueue<byte[]> sent, ExecutorService threads)
      throws IOException {
    QuicClientConnection client =
        QuicClientConnection.newBuilder()
            .applicationProtocol(KwikEndpoint.ALPN)
            .host("maidsafe.net")
            .proxy("127.0.0.1")
            .port(9)
            .customTrustManager(new AnyCertificate())
            .connectTimeout(Duration.ofSeconds(30))
            .socketFactory(destination -> new Caught(sent))
            .build();
    Future<?> unusedConnecting =
        threads.submit(
            () -> {
              client.connect();
              return null;
            });
  }

  /** Sends nothing. */
  private static final class Caught extends DatagramSocket {

    private final BlockingQueue<byte[]> sent;

    Caught(BlockingQueue<byte[]> sent) throws SocketException {
      this.sent = sent;
    }

    @Override
    public void send(DatagramPacket packet) {
      sent.add(Arrays.copyOf(packet.getData(), packet.getLength()));
    }
  }

  @Test
  void floodOfOneSourceDoesNotStopAnother(@TempDir Path directory) throws Exception {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    ExecutorService threads = Executors.newCachedThreadPool();
    BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
    try (KwikEndpoint endpoint = listening(directory, timer);
        TestNode.RawPeer honest = new TestNode.RawPeer();
        DatagramSocket hostile = new DatagramSocket(new InetSocketAddress("127.0.0.2", 0))) {
      InetSocketAddress target = TestNode.loopback(endpoint.port());
      for (int i = 0; i < REAL; i++) {
        beginHandshake(sent, threads);
      }
      for (int i = 0; i < REAL; i++) {
        byte[] real = sent.take();
        hostile.send(new DatagramPacket(real, real.length, target));
      }
      while (endpoint.handshaking().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      while (endpoint.refusedHandshakes() < FLOOD) {
        byte[] bytes = initial(id());
        hostile.send(new DatagramPacket(bytes, bytes.length, target));
      }
      assertThat(endpoint.handshaking()).hasSizeLessThanOrEqualTo(HandshakeGuard.MAX_PER_SOURCE);
      assertThat(honest.dial(endpoint.port()).isOpen()).isTrue();
    } finally {
      threads.shutdownNow();
      timer.shutdownNow();
    }
  }

  private KwikEndpoint listening(Path directory, ScheduledExecutorService timer)
      throws IOException {
    return KwikEndpoint.listening(
        new Unheard(),
        timer,
        MessageLayout.F9,
        new KwikEndpoint.Listening(
            TestNode.loopback(0),
            NodeCertificate.in(directory, new SecureRandom()),
            DatagramSocket::new,
            guard));
  }

  @Test
  void connectionsThatComeAboutDoNotCount(@TempDir Path directory) throws Exception {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (KwikEndpoint endpoint = listening(directory, timer);
        TestNode.RawPeer honest = new TestNode.RawPeer()) {
      assertThat(honest.dial(endpoint.port()).isOpen()).isTrue();
      assertThat(honest.dial(endpoint.port()).isOpen()).isTrue();
      while (guard.underWay() > 0) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    } finally {
      timer.shutdownNow();
    }
  }

  /** Hears of a connection and does nothing. */
  private static final class Unheard implements QuicEndpoint.Events {

    @Override
    public void accepted(QuicConnection connection) {}

    @Override
    public void opened(QuicConnection connection, QuicStream stream) {}

    @Override
    public void closed(QuicConnection connection) {}
  }
}
