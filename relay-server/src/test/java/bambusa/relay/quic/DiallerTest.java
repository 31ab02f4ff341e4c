package bambusa.relay.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How connections come about, with real endpoints. */
@Timeout(180)
final class DiallerTest {

  private static final int ASKERS = 20;
  private static final long ANSWER_SECONDS = 20;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final TestNode.RawPeer peer = new TestNode.RawPeer();
  private final List<KwikEndpoint> listening = new ArrayList<>();
  private final Semaphore accepted = new Semaphore(0);
  private final ConnectionPool pool = new ConnectionPool();
  private final Dialler dialler =
      new Dialler(peer.endpoint(), pool, threads, () -> 0.5, System::currentTimeMillis);

  @TempDir Path directory;

  @AfterEach
  void stop() {
    dialler.close();
    peer.close();
    listening.forEach(KwikEndpoint::close);
    threads.shutdownNow();
    timer.shutdownNow();
  }

  private InetSocketAddress listen() throws IOException {
    QuicEndpoint.Events counting =
        new QuicEndpoint.Events() {
          @Override
          public void accepted(QuicConnection connection) {
            accepted.release();
          }

          @Override
          public void opened(QuicConnection connection, QuicStream stream) {}

          @Override
          public void closed(QuicConnection connection) {}
        };
    KwikEndpoint endpoint =
        KwikEndpoint.listening(
            counting,
            timer,
            MessageLayout.F9,
            new KwikEndpoint.Listening(
                TestNode.loopback(0),
                NodeCertificate.in(directory, new SecureRandom()),
                DatagramSocket::new,
                new HandshakeGuard(System::currentTimeMillis)));
    listening.add(endpoint);
    return TestNode.loopback(endpoint.port());
  }

  private static InetSocketAddress nobody() throws IOException {
    try (DatagramSocket free = new DatagramSocket(TestNode.loopback(0))) {
      return TestNode.loopback(free.getLocalPort());
    }
  }

  private Set<QuicConnection> connectAtOnce(List<InetSocketAddress> addresses) throws Exception {
    List<Future<QuicConnection>> dialling = new ArrayList<>();
    for (int asker = 0; asker < ASKERS; asker++) {
      dialling.add(threads.submit(() -> dialler.connection(addresses, 60_000)));
    }
    Set<QuicConnection> found = new HashSet<>();
    for (Future<QuicConnection> one : dialling) {
      found.add(one.get());
    }
    return found;
  }

  @Test
  void whoeverAsksForAnAddressMeanwhileGetsTheSameConnection() throws Exception {
    assertThat(connectAtOnce(List.of(listen()))).hasSize(1);
    // The node that is dialled learns of it a little later than the one that dials.
    assertThat(accepted.tryAcquire(ANSWER_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(accepted.availablePermits()).isZero();
  }

  @Test
  void whoeverAsksForANodeOfSeveralAddressesGetsTheOneThatAnsweredFirst() throws Exception {
    List<InetSocketAddress> addresses = List.of(listen(), listen());
    Set<QuicConnection> first = connectAtOnce(addresses);
    assertThat(first).hasSize(1);
    assertThat(connectAtOnce(addresses)).isEqualTo(first);
    assertThat(first.iterator().next().isOpen()).isTrue();
  }

  @Test
  void addressWhereNobodyAnswersDoesNotHoldUpTheOther() throws Exception {
    InetSocketAddress there = listen();
    QuicConnection connection = dialler.connection(List.of(nobody(), there), 60_000);
    assertThat(connection.remoteAddress()).isEqualTo(there);
  }

  @Test
  void noneOfSeveralAddressesIsSaidWhenNoneAnswers() throws Exception {
    List<InetSocketAddress> addresses = List.of(nobody(), nobody());
    assertThatThrownBy(() -> dialler.connection(addresses, 1_500))
        .isInstanceOf(IOException.class)
        .message()
        .containsAnyOf("nobody answers", "no connection within");
  }

  @Test
  void pausesGrowByHalfUpToFifteenSeconds() {
    DialBackoff even = new DialBackoff(() -> 0.5);
    double expected = 500;
    for (int attempt = 0; attempt < 20; attempt++) {
      assertThat((double) even.nextMillis()).isEqualTo(Math.min(expected, 15_000), within(1.0));
      expected *= 1.5;
    }
    assertThat(new DialBackoff(() -> 0).nextMillis()).isEqualTo(350);
    assertThat(new DialBackoff(() -> 1).nextMillis()).isEqualTo(650);
  }
}
