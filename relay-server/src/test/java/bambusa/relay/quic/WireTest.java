package bambusa.relay.quic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.relay.graphql.GraphQlLimits;
import bambusa.relay.graphql.TestEngine;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.frame.ConnectionCloseFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.frame.ResetStreamFrame;
import tech.kwik.core.frame.StopSendingFrame;
import tech.kwik.core.impl.QuicClientConnectionImpl;
import tech.kwik.core.impl.TransportParameters;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.packet.QuicPacket;

/** The frames and parameters of QUIC that a client of its own gets from a node. */
@Timeout(60)
final class WireTest {

  private static final byte[] NONE = new byte[0];
  private static final byte[] HELLO =
      "{\"query\":\"{ hello(name: \\\"you\\\") }\"}".getBytes(UTF_8);
  private static final byte[] GREETING =
      MessageLayout.F9.encode(NONE, "{\"data\":{\"hello\":\"hello you\"}}".getBytes(UTF_8));
  private static final String BREAKS_OFF =
      "{\"query\":\"{ entriesSince(size: 1) { entries { entry broken } } }\"";

  private final TestEngine engine = new TestEngine(GraphQlLimits.DEFAULT);
  private final Received received = new Received();
  private QuicNode node;
  private QuicClientConnection client;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    engine.arrive(1);
    node = TestNode.start(engine.engine(), directory, 0);
    client = client(KwikEndpoint.ALPN);
    KwikInternals.dialWithoutAlpn(client);
    client.connect();
  }

  @AfterEach
  void stop() {
    client.close(QuicConnection.CLOSE_ORDINARY, "");
    engine.close();
    node.close();
  }

  /** Keeps the frames that end something, each until one after it is wanted. */
  private static final class Received extends NullLogger {

    private final BlockingQueue<QuicFrame> frames = new LinkedBlockingQueue<>();

    @Override
    public void received(Instant when, int datagram, QuicPacket packet) {
      for (QuicFrame frame : packet.getFrames()) {
        if (frame instanceof ResetStreamFrame
            || frame instanceof StopSendingFrame
            || frame instanceof ConnectionCloseFrame) {
          frames.add(frame);
        }
      }
    }

    <F extends QuicFrame> F next(Class<F> kind) throws InterruptedException {
      QuicFrame frame;
      do {
        frame = frames.poll(20, TimeUnit.SECONDS);
      } while (frame != null && !kind.isInstance(frame));
      return kind.cast(frame);
    }
  }

  private QuicClientConnection client(String protocol) throws IOException {
    return QuicClientConnection.newBuilder()
        .applicationProtocol(protocol)
        .host("maidsafe.net")
        .proxy("127.0.0.1")
        .port(node.port())
        .connectTimeout(Duration.ofSeconds(20))
        .customTrustManager(new AnyCertificate())
        .maxOpenPeerInitiatedUnidirectionalStreams(10)
        .logger(received)
        .build();
  }

  private tech.kwik.core.QuicStream send(boolean bidirectional, byte[]... messages)
      throws IOException {
    tech.kwik.core.QuicStream stream = client.createStream(bidirectional);
    for (byte[] message : messages) {
      stream.getOutputStream().write(message);
    }
    return stream;
  }

  private void assertAnswers() throws IOException {
    tech.kwik.core.QuicStream stream = send(true, MessageLayout.F9.encode(NONE, HELLO));
    stream.getOutputStream().close();
    assertThat(stream.getInputStream().readAllBytes()).isEqualTo(GREETING);
  }

  @Test
  void answerThatBreaksOffIsResetWithCodeOne() throws Exception {
    tech.kwik.core.QuicStream stream =
        send(
            true,
            MessageLayout.F9.encode(NONE, HELLO),
            MessageLayout.F9.encode(NONE, (BREAKS_OFF + "}").getBytes(UTF_8)));
    stream.getOutputStream().close();
    ResetStreamFrame reset = received.next(ResetStreamFrame.class);
    assertThat(reset.getStreamId()).isEqualTo(stream.getStreamId());
    assertThat(reset.getErrorCode()).isEqualTo(1);
    // The answer before it was whole.
    assertThat(reset.getFinalSize()).isEqualTo(GREETING.length);
    assertThatThrownBy(() -> stream.getInputStream().readAllBytes())
        .isInstanceOf(IOException.class);
    assertAnswers();
  }

  @Test
  void oneWayRequestWhoseAnswerBreaksOffHarmsNothing() throws Exception {
    BlockingQueue<tech.kwik.core.QuicStream> back = new LinkedBlockingQueue<>();
    client.setPeerInitiatedStreamCallback(back::add);
    String id = ",\"extensions\":{\"qp2p\":{\"id\":\"00112233445566778899aabbccddeeff\"}}}";
    byte[] broken = MessageLayout.F9.encode(NONE, (BREAKS_OFF + id).getBytes(UTF_8));
    send(false, broken).getOutputStream().close();
    String hello = new String(HELLO, UTF_8).replaceFirst("}$", "") + id;
    send(false, MessageLayout.F9.encode(NONE, hello.getBytes(UTF_8))).getOutputStream().close();
    tech.kwik.core.QuicStream answer = back.poll(20, TimeUnit.SECONDS);
    assertThat(answer).isNotNull();
    assertThat(answer.getInputStream().readAllBytes()).asString(UTF_8).contains("hello you");
    while (node.streams() > 0) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(back).isEmpty();
    assertAnswers();
  }

  @Test
  void clientThatOffersOnlyAnotherProtocolIsRefusedInTheHandshake() throws Exception {
    assertThatThrownBy(() -> client("h3").connect())
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("TLS error 120");
    ConnectionCloseFrame close = received.next(ConnectionCloseFrame.class);
    // CRYPTO_ERROR with the alert no_application_protocol (RFC 9001, 8.1).
    assertThat(close.getErrorCode()).isEqualTo(0x178);
    assertAnswers();
  }

  @Test
  void nodeThatEndsClosesItsConnectionsAsTheReleasesDo() throws Exception {
    assertAnswers();
    node.close();
    ConnectionCloseFrame close = received.next(ConnectionCloseFrame.class);
    assertThat(close.getFrameType()).isEqualTo(0x1d);
    assertThat(close.getErrorCode()).isZero();
    assertThat(close.getReasonPhrase()).isEqualTo("Endpoint closed");
  }

  private static void assertAsSuggested(TransportParameters parameters) {
    assertThat(parameters.getMaxIdleTimeout()).isEqualTo(18_000);
    assertThat(parameters.getInitialMaxData()).isGreaterThanOrEqualTo(16 << 20);
    assertThat(parameters.getInitialMaxStreamDataBidiLocal()).isEqualTo(1_250_000);
    assertThat(parameters.getInitialMaxStreamDataBidiRemote()).isEqualTo(1_250_000);
    assertThat(parameters.getInitialMaxStreamDataUni()).isEqualTo(1_250_000);
    assertThat(parameters.getInitialMaxStreamsBidi()).isEqualTo(100);
    assertThat(parameters.getInitialMaxStreamsUni()).isEqualTo(100);
    assertThat(parameters.getActiveConnectionIdLimit()).isGreaterThanOrEqualTo(2);
  }

  /** Those of qp2p.md 1.3, of whoever is dialled and of whoever dials. */
  @Test
  void transportParametersAreAsSuggested() throws Exception {
    assertAsSuggested(((QuicClientConnectionImpl) client).getPeerTransportParameters());
    try (TestNode.RawPeer dialling = new TestNode.RawPeer()) {
      Object dialled =
          KwikInternals.read(
              KwikInternals.field(KwikConnection.class, "quic"), dialling.dial(node.port()));
      assertAsSuggested(((QuicClientConnectionImpl) dialled).getTransportParameters());
    }
  }
}
