package bambusa.relay.quic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.kwik.core.QuicClientConnection;

/** A peer that begins to connect and does not go on. */
@Timeout(60)
final class HandshakeWatchTest {

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Nothing that comes reaches its owner. */
  private static final class Deaf extends DatagramSocket {

    Deaf() throws SocketException {}

    @Override
    public void receive(DatagramPacket packet) throws IOException {
      while (true) {
        super.receive(packet);
      }
    }
  }

  @Test
  void handshakeThatIsNotFinishedIsEnded(@TempDir Path directory) throws Exception {
    try (TestNode.RawPeer deafEvents = new TestNode.RawPeer();
        KwikEndpoint endpoint =
            KwikEndpoint.listening(
                deafEvents,
                timer,
                MessageLayout.F9,
                new KwikEndpoint.Listening(
                    TestNode.loopback(0),
                    NodeCertificate.in(directory, new SecureRandom()),
                    DatagramSocket::new,
                    new HandshakeGuard(System::currentTimeMillis)))) {
      QuicClientConnection silent =
          QuicClientConnection.newBuilder()
              .applicationProtocol(KwikEndpoint.ALPN)
              .host("maidsafe.net")
              .proxy("127.0.0.1")
              .port(endpoint.port())
              .customTrustManager(new AnyCertificate())
              .connectTimeout(Duration.ofSeconds(60))
              .socketFactory(destination -> new Deaf())
              .build();
      Future<?> unusedConnecting =
          threads.submit(
              () -> {
                silent.connect();
                return null;
              });
      awaitHandshakes(endpoint, 1);
      long begun = System.nanoTime();
      Future<?> unusedWatching = HandshakeWatch.start(endpoint::handshaking, timer, 20);
      awaitHandshakes(endpoint, 0);
      // The endpoint's own watch would take ten.
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    } finally {
      threads.shutdownNow();
      timer.shutdownNow();
    }
  }

  private static void awaitHandshakes(KwikEndpoint endpoint, int count)
      throws InterruptedException {
    while (endpoint.handshaking().size() != count) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
