package bambusa.relay.quic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.relay.graphql.GraphQlLimits;
import bambusa.relay.graphql.TestEngine;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.kwik.core.QuicClientConnection;

/** Nodes that ask each other. */
@Timeout(120)
final class QuicNodeTest {

  private static final byte[] HELLO =
      "{\"query\":\"{ hello(name: \\\"you\\\") }\"}".getBytes(UTF_8);
  private static final String GREETING = "{\"data\":{\"hello\":\"hello you\"}}";

  private final TestEngine engine = new TestEngine(GraphQlLimits.DEFAULT);
  private final QuicNode asking = QuicNode.asking(MessageLayout.F9, TestNode.SURROUNDINGS);

  @TempDir Path directory;

  @AfterEach
  void stop() {
    asking.close();
    engine.close();
  }

  private String ask(int port, byte[] request) throws IOException, InterruptedException {
    return new String(asking.ask(TestNode.address(port), request, true, 20_000), UTF_8);
  }

  @Test
  void answersWhatItIsAsked() throws Exception {
    try (QuicNode node = TestNode.start(engine.engine(), directory, 0)) {
      assertThat(ask(node.port(), HELLO)).isEqualTo(GREETING);
    }
  }

  @Test
  void closedNodeLetsTheProcessEnd() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (QuicNode node = TestNode.start(engine.engine(), directory, 0)) {
      assertThat(ask(node.port(), HELLO)).isEqualTo(GREETING);
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!thread.isDaemon() && !before.contains(thread)) {
        thread.join(20_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  @Test
  void hundredAtOnceAreAnswered() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (QuicNode node = TestNode.start(engine.engine(), directory, 0)) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        answers.add(threads.submit(() -> ask(node.port(), HELLO)));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get()).isEqualTo(GREETING);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void megabytesComeWhole() throws Exception {
    engine.arrive(1_000);
    byte[] large =
        "{\"query\":\"{ entriesSince(first: 1000, size: 2000) { entries { entry } } }\"}"
            .getBytes(UTF_8);
    try (QuicNode node = TestNode.start(engine.engine(), directory, 0)) {
      for (int i = 0; i < 3; i++) {
        assertThat(ask(node.port(), large)).hasSizeGreaterThan(4_000_000).endsWith("\"}]}}}");
      }
    }
  }

  @Test
  void nodeThatStartedAgainIsFoundAgain() throws Exception {
    int port;
    try (QuicNode node = TestNode.start(engine.engine(), directory, 0)) {
      port = node.port();
      assertThat(ask(port, HELLO)).isEqualTo(GREETING);
    }
    try (QuicNode again = startAgain(port)) {
      assertThat(ask(again.port(), HELLO)).isEqualTo(GREETING);
    }
  }

  /** The thread that received on the port holds it a moment longer. */
  private QuicNode startAgain(int port) throws IOException, InterruptedException {
    while (true) {
      try {
        return TestNode.start(engine.engine(), directory, port);
      } catch (BindException e) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
  }

  @Test
  void silenceEndsWithTheDeadline() throws Exception {
    byte[] never = "{\"query\":\"{ never }\"}".getBytes(UTF_8);
    try (QuicNode node = TestNode.start(engine.engine(), directory, 0)) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> asking.ask(TestNode.address(node.port()), never, true, 3_000))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no complete answer");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void nobodyThereIsSaidInTime() throws Exception {
    int port;
    try (DatagramSocket free = new DatagramSocket(TestNode.loopback(0))) {
      port = free.getLocalPort();
    }
    long start = System.nanoTime();
    assertThatThrownBy(() -> asking.ask(TestNode.address(port), HELLO, true, 2_000))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nobody answers");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void heldQueryOutlivesTheIdleTime() throws Exception {
    byte[] held = "{\"query\":\"{ entriesSince(waitSeconds: 21) { count } }\"}".getBytes(UTF_8);
    try (QuicNode node = TestNode.start(engine.engine(), directory, 0)) {
      String answer =
          new String(asking.ask(TestNode.address(node.port()), held, false, 40_000), UTF_8);
      assertThat(answer).isEqualTo("{\"data\":{\"entriesSince\":{\"count\":0}}}");
    }
  }

  @Test
  void clientThatOffersAlpnIsServedToo() throws Exception {
    try (QuicNode node = TestNode.start(engine.engine(), directory, 0)) {
      QuicClientConnection offering =
          QuicClientConnection.newBuilder()
              .applicationProtocol(KwikEndpoint.ALPN)
              .host("maidsafe.net")
              .proxy("127.0.0.1")
              .port(node.port())
              .customTrustManager(new AnyCertificate())
              .build();
      offering.connect();
      tech.kwik.core.QuicStream stream = offering.createStream(true);
      stream.getOutputStream().write(MessageLayout.F9.encode(new byte[0], HELLO));
      stream.getOutputStream().close();
      assertThat(stream.getInputStream().readAllBytes())
          .isEqualTo(MessageLayout.F9.encode(new byte[0], GREETING.getBytes(UTF_8)));
      X509Certificate shown = offering.getServerCertificateChain().get(0);
      assertThat(shown.getVersion()).isEqualTo(3);
      assertThat(shown.getPublicKey().getAlgorithm()).isEqualTo("EC");
      assertThat(shown.getSubjectAlternativeNames().iterator().next().get(1))
          .isEqualTo("maidsafe.net");
      assertThat(shown.getCriticalExtensionOIDs()).isEmpty();
      offering.close(0, "");
    }
  }

  @Test
  void certificateIsKept() throws Exception {
    X509Certificate made = certificate();
    assertThat(certificate()).isEqualTo(made);
    Files.delete(directory.resolve("quic.pem"));
    assertThat(certificate()).isNotEqualTo(made);
  }

  private X509Certificate certificate() throws Exception {
    return (X509Certificate)
        NodeCertificate.in(directory, new SecureRandom())
            .keyStore()
            .getCertificate(NodeCertificate.ALIAS);
  }

  @Test
  void socketThatFailsIsOpenedAgain() throws Exception {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    List<DatagramSocket> sockets = new CopyOnWriteArrayList<>();
    try (TestNode.RawPeer peer = new TestNode.RawPeer();
        KwikEndpoint endpoint = listening(timer, sockets)) {
      int port = endpoint.port();
      peer.dial(port);
      sockets.get(0).close();
      QuicConnection again = null;
      for (int attempt = 0; attempt < 5 && again == null; attempt++) {
        again = dial(peer, port);
      }
      assertThat(again).isNotNull();
      assertThat(sockets).hasSize(2);
    } finally {
      timer.shutdownNow();
    }
  }

  private static QuicConnection dial(TestNode.RawPeer peer, int port) {
    try {
      return peer.dial(port);
    } catch (IOException e) {
      return null;
    }
  }

  private KwikEndpoint listening(ScheduledExecutorService timer, List<DatagramSocket> sockets)
      throws IOException {
    QuicEndpoint.Events deaf =
        new QuicEndpoint.Events() {
          @Override
          public void accepted(QuicConnection connection) {}

          @Override
          public void opened(QuicConnection connection, QuicStream stream) {}

          @Override
          public void closed(QuicConnection connection) {}
        };
    return KwikEndpoint.listening(
        deaf,
        timer,
        MessageLayout.F9,
        new KwikEndpoint.Listening(
            TestNode.loopback(0),
            NodeCertificate.in(directory, new SecureRandom()),
            bind -> {
              DatagramSocket socket = new DatagramSocket(bind);
              sockets.add(socket);
              return socket;
            },
            new HandshakeGuard(System::currentTimeMillis)));
  }
}
