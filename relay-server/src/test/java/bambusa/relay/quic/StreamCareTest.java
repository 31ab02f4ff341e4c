package bambusa.relay.quic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.relay.graphql.GraphQlLimits;
import bambusa.relay.graphql.TestEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node does about peers that want too much, or nothing any more. */
@Timeout(120)
final class StreamCareTest {

  private static final byte[] HELLO =
      "{\"query\":\"{ hello(name: \\\"you\\\") }\"}".getBytes(UTF_8);
  private static final String GREETING = "{\"data\":{\"hello\":\"hello you\"}}";
  private static final byte[] NONE = new byte[0];

  private final TestEngine engine = new TestEngine(GraphQlLimits.DEFAULT);
  private final TestNode.RawPeer peer = new TestNode.RawPeer();
  private QuicNode node;
  private QuicConnection connection;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    node = TestNode.start(engine.engine(), directory, 0);
    connection = peer.dial(node.port());
  }

  @AfterEach
  void stop() {
    peer.close();
    engine.close();
    node.close();
  }

  private static Message message(byte[] bytes) throws Exception {
    return new MessageReader(
            new ByteArrayInputStream(bytes),
            MessageLimits.ANSWER,
            new LayoutMemory(MessageLayout.F9))
        .next()
        .orElseThrow();
  }

  private String ask(String json) throws Exception {
    QuicStream stream = connection.open(true, 1_000);
    stream.out().write(MessageLayout.F9.encode(NONE, json.getBytes(UTF_8)));
    stream.out().close();
    return new String(message(stream.in().readAllBytes()).payload(), UTF_8);
  }

  /**
   * The state in which Kwik's sender leaves a stream when it was about to send a packet again: it
   * has taken up a request that is not counted yet.
   */
  @Test
  void endThatTheSenderHasOverlookedIsSentAllTheSame() throws Exception {
    // What comes with the first answers has the sender look at every stream.
    ask(new String(HELLO, UTF_8));
    TimeUnit.MILLISECONDS.sleep(300);
    QuicStream stream = connection.open(true, 1_000);
    stream.out().write(MessageLayout.F9.encode(NONE, HELLO));
    assertThat(stream.in().readNBytes(1)).hasSize(1);
    AtomicInteger requests = requestsToSender(stream);
    requests.decrementAndGet();
    stream.out().close();
    requests.incrementAndGet();
    // The relay ends its own half only when it has seen the end of ours.
    ExecutorService reading = Executors.newSingleThreadExecutor();
    try {
      Future<byte[]> rest = reading.submit(() -> stream.in().readAllBytes());
      assertThat(rest.get(5, TimeUnit.SECONDS)).isNotEmpty();
    } finally {
      reading.shutdownNow();
    }
  }

  private static AtomicInteger requestsToSender(QuicStream stream) {
    Object half = KwikInternals.read(KwikInternals.field(KwikStream.class, "sender"), stream);
    return (AtomicInteger)
        KwikInternals.read(KwikInternals.field(half.getClass(), "sendRequestsQueued"), half);
  }

  /** What is refused is more than twice the credit of the connection. */
  @Test
  void refusedUploadsUseUpNoCredit() throws Exception {
    byte[] tooLarge = MessageLayout.F9.encode(NONE, new byte[2_000_000]);
    // Each on a thread of its own: Kwik may interrupt a writer that is done already.
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      for (int i = 0; i < 25; i++) {
        assertThat(threads.submit(() -> upload(tooLarge)).get())
            .contains("\"code\":\"PAYLOAD_TOO_LARGE\"");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(ask(new String(HELLO, UTF_8))).isEqualTo(GREETING);
  }

  private String upload(byte[] request) throws Exception {
    QuicStream stream = connection.open(true, 1_000);
    try {
      stream.out().write(request);
      stream.out().close();
    } catch (IOException stopped) {
      assertThat(stream.isUnwanted()).isTrue();
    }
    return new String(message(stream.in().readAllBytes()).payload(), UTF_8);
  }

  /** A peer may have a hundred at once; of every other one nothing but the reset comes. */
  @Test
  void streamsThatAreResetUseUpNoCredit() throws Exception {
    byte[] request = MessageLayout.F9.encode(NONE, HELLO);
    for (int i = 0; i < 250; i++) {
      QuicStream stream = connection.open(i % 4 > 1, 20_000);
      if (i % 2 == 0) {
        stream.out().write(request, 0, 15);
      }
      stream.reset(QuicStream.CODE_NOT_WANTED);
    }
    assertThat(ask(new String(HELLO, UTF_8))).isEqualTo(GREETING);
    while (node.streams() > 0) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  void whatIsNoRequestIsNamedAsForQp2p() throws Exception {
    assertThat(ask("{}")).contains("\"code\":\"BAD_REQUEST\"");
    assertThat(ask("{\"query\":\"query a { hello }\",\"operationName\":\"b\"}"))
        .contains("\"code\":\"BAD_REQUEST\"");
    assertThat(ask("{\"query\":\"{ unknown }\"}")).contains("\"code\":\"QUERY_INVALID\"");
  }

  @Test
  void relayThatStopsIsUnavailable() throws Exception {
    engine.close();
    assertThat(ask(new String(HELLO, UTF_8))).contains("\"code\":\"UNAVAILABLE\"");
  }

  @Test
  void answerThatFailsInsideEndsWithAReset() throws Exception {
    // Its bytes cannot be made, as is found out when the answer is written.
    engine.arrive(1);
    QuicStream stream = connection.open(true, 1_000);
    stream
        .out()
        .write(
            MessageLayout.F9.encode(
                NONE,
                "{\"query\":\"{ entriesSince(size: -1) { entries { entry } } }\"}"
                    .getBytes(UTF_8)));
    stream.out().close();
    assertThatThrownBy(() -> stream.in().readAllBytes())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("reset by peer");
    assertThat(ask(new String(HELLO, UTF_8))).isEqualTo(GREETING);
  }

  @Test
  void queryWhoseAnswerIsNotWantedEnds() throws Exception {
    QuicStream stream = connection.open(true, 1_000);
    String held = "{\"query\":\"{ entriesSince(waitSeconds: 30) { count } }\"}";
    stream.out().write(MessageLayout.F9.encode(NONE, held.getBytes(UTF_8)));
    stream.out().close();
    awaitHeld(1);
    stream.stopReading(QuicStream.CODE_NOT_WANTED);
    awaitHeld(0);
    assertThat(connection.isOpen()).isTrue();
  }

  private void awaitHeld(int queries) throws InterruptedException {
    while (engine.engine().heldQueries() != queries) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  void addressThatOpensTooManyConnectionsLosesTheLast() throws Exception {
    for (int i = 1; i < 64; i++) {
      assertThat(peer.dial(node.port()).isOpen()).isTrue();
    }
    assertThat(isTurnedAway()).isTrue();
    assertThat(node.connections()).isEqualTo(64);
    assertThat(ask(new String(HELLO, UTF_8))).isEqualTo(GREETING);
  }

  private boolean isTurnedAway() throws InterruptedException {
    try {
      QuicConnection another = peer.dial(node.port());
      return another.equals(peer.ended.poll(20, TimeUnit.SECONDS));
    } catch (IOException inTheHandshake) {
      return true;
    }
  }

  /** So a peer behind a router is asked over the connection that it has opened itself. */
  @Test
  void peerThatCameIsAskedOverItsOwnConnection() throws Exception {
    QuicStream echo = connection.open(true, 1_000);
    echo.out().write(MessageLayout.F9.encode(new ServiceMessage.EchoRequest()));
    echo.out().close();
    ServiceMessage seen = ServiceMessage.decode(message(echo.in().readAllBytes()).payload());
    InetSocketAddress own = ((ServiceMessage.EchoResponse) seen).seen();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<byte[]> answer =
          threads.submit(() -> node.ask(TestNode.address(own.getPort()), HELLO, true, 20_000));
      QuicStream asked = peer.opened.poll(20, TimeUnit.SECONDS);
      assertThat(asked).isNotNull();
      assertThat(message(asked.in().readAllBytes()).payload()).isEqualTo(HELLO);
      asked.out().write(MessageLayout.F9.encode(NONE, GREETING.getBytes(UTF_8)));
      asked.out().close();
      assertThat(answer.get()).asString(UTF_8).isEqualTo(GREETING);
    } finally {
      threads.shutdownNow();
    }
  }
}
