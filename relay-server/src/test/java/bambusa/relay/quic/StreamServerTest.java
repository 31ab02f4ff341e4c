package bambusa.relay.quic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import bambusa.relay.graphql.GraphQlLimits;
import bambusa.relay.graphql.TestEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a node does with what peers send; each case is a stream of one connection that goes on. */
@Timeout(60)
final class StreamServerTest {

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

  /** Sends bytes and FIN; gives everything that comes back. */
  private byte[] exchange(byte[] bytes) throws IOException {
    return exchange(connection, bytes);
  }

  private static byte[] exchange(QuicConnection connection, byte[] bytes) throws IOException {
    QuicStream stream = connection.open(true, 1_000);
    stream.out().write(bytes);
    stream.out().close();
    return stream.in().readAllBytes();
  }

  private static Message message(byte[] bytes, MessageLayout layout) throws Exception {
    LayoutMemory memory = new LayoutMemory(layout);
    memory.remember(layout);
    return new MessageReader(new ByteArrayInputStream(bytes), MessageLimits.ANSWER, memory)
        .next()
        .orElseThrow();
  }

  private void assertStillAnswers() throws Exception {
    byte[] answer = exchange(MessageLayout.F9.encode(NONE, HELLO));
    assertThat(message(answer, MessageLayout.F9).payload()).asString(UTF_8).isEqualTo(GREETING);
  }

  @ParameterizedTest
  @EnumSource(MessageLayout.class)
  void answersInTheLayoutOfTheRequest(MessageLayout layout) throws Exception {
    byte[] answer = exchange(layout.encode(NONE, HELLO));
    assertThat(answer).isEqualTo(layout.encode(NONE, GREETING.getBytes(UTF_8)));
    assertStillAnswers();
  }

  @ParameterizedTest
  @EnumSource(
      value = MessageLayout.class,
      names = {"F16", "F17"})
  void copiesTheHeaderPartIntoTheAnswer(MessageLayout layout) throws Exception {
    byte[] tag = "tag".getBytes(UTF_8);
    assertThat(message(exchange(layout.encode(tag, HELLO)), layout).header()).isEqualTo(tag);
  }

  @Test
  void unreadableInputEndsItsStreamWithoutAnAnswerAndTheConnectionGoesOn() throws Exception {
    byte[] hello = MessageLayout.F9.encode(NONE, HELLO);
    byte[] unknownFlag = hello.clone();
    unknownFlag[6] = 9;
    byte[] badBincode = HexFormat.of().parseHex("0001000000040100000900000000".substring(0, 26));
    byte[][] unreadable = {
      unknownFlag,
      MessageLayout.F9.encode(NONE, NONE),
      Arrays.copyOf(hello, 5),
      Arrays.copyOf(hello, 20),
      NONE,
      badBincode
    };
    for (byte[] bytes : unreadable) {
      assertThat(exchange(bytes)).isEmpty();
      assertStillAnswers();
    }
  }

  @Test
  void versionAndReservedBytesAreNotChecked() throws Exception {
    byte[] hello = MessageLayout.F9.encode(NONE, HELLO);
    hello[0] = (byte) 0xbe;
    hello[1] = (byte) 0xef;
    hello[7] = 1;
    assertThat(message(exchange(hello), MessageLayout.F9).payload())
        .asString(UTF_8)
        .isEqualTo(GREETING);
  }

  @ParameterizedTest
  @EnumSource(
      value = MessageLayout.class,
      names = {"F9", "F17"})
  void extraByteBehindAMessageComesAfterItsAnswer(MessageLayout layout) throws Exception {
    byte[] hello = layout.encode(NONE, HELLO);
    byte[] answer = exchange(Arrays.copyOf(hello, hello.length + 1));
    assertThat(message(answer, layout).payload()).asString(UTF_8).isEqualTo(GREETING);
    assertStillAnswers();
  }

  @ParameterizedTest
  @EnumSource(
      value = MessageLayout.class,
      names = {"F9", "F17"})
  void severalRequestsOnOneStreamAreAnsweredWithoutItsEnd(MessageLayout layout) throws Exception {
    QuicStream stream = connection.open(true, 1_000);
    LayoutMemory memory = new LayoutMemory(layout);
    memory.remember(layout);
    MessageReader reader = new MessageReader(stream.in(), MessageLimits.ANSWER, memory);
    for (int i = 0; i < 3; i++) {
      stream.out().write(layout.encode(NONE, HELLO));
      assertThat(reader.next().orElseThrow().payload()).asString(UTF_8).isEqualTo(GREETING);
    }
    stream.out().close();
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void requestInSmallWritesIsAnswered() throws Exception {
    QuicStream stream = connection.open(true, 1_000);
    for (byte octet : MessageLayout.F16.encode(NONE, HELLO)) {
      stream.out().write(octet);
    }
    stream.out().close();
    assertThat(message(stream.in().readAllBytes(), MessageLayout.F16).payload())
        .asString(UTF_8)
        .isEqualTo(GREETING);
  }

  @Test
  void resetInMidMessageLeavesTheConnection() throws Exception {
    QuicStream stream = connection.open(true, 1_000);
    stream.out().write(Arrays.copyOf(MessageLayout.F9.encode(NONE, HELLO), 15));
    stream.reset(QuicStream.CODE_NOT_WANTED);
    assertStillAnswers();
  }

  @Test
  void declaredThreeGigabytesAreRefusedInWords() throws Exception {
    byte[] huge = HexFormat.of().parseHex("0001c00000000000007b7d");
    assertThat(message(exchange(huge), MessageLayout.F9).payload())
        .asString(UTF_8)
        .contains("PAYLOAD_TOO_LARGE");
    assertStillAnswers();
  }

  @Test
  void whatIsNoRequestIsAnsweredByTheEngine() throws Exception {
    byte[] answer = exchange(MessageLayout.F9.encode(NONE, "[]".getBytes(UTF_8)));
    assertThat(message(answer, MessageLayout.F9).payload()).asString(UTF_8).contains("BAD_REQUEST");
  }

  @Test
  void echoTellsTheAddressTheNodeSees() throws Exception {
    for (MessageLayout layout : new MessageLayout[] {MessageLayout.F9, MessageLayout.F17}) {
      QuicStream stream = connection.open(true, 1_000);
      stream.out().write(layout.encode(new ServiceMessage.EchoRequest()));
      MessageReader reader =
          new MessageReader(stream.in(), MessageLimits.ANSWER, new LayoutMemory(layout));
      ServiceMessage answer = ServiceMessage.decode(reader.next().orElseThrow().payload());
      assertThat(answer).isInstanceOf(ServiceMessage.EchoResponse.class);
      InetSocketAddress seen = ((ServiceMessage.EchoResponse) answer).seen();
      assertThat(seen.getAddress().isLoopbackAddress()).isTrue();
      assertThat(seen.getPort()).isPositive();
      stream.out().close();
    }
  }

  private boolean isReachable(InetSocketAddress address) throws Exception {
    return isReachable(address, connection);
  }

  private static boolean isReachable(InetSocketAddress address, QuicConnection connection)
      throws Exception {
    byte[] answer =
        exchange(
            connection, MessageLayout.F9.encode(new ServiceMessage.VerificationRequest(address)));
    ServiceMessage response = ServiceMessage.decode(message(answer, MessageLayout.F9).payload());
    return ((ServiceMessage.VerificationResponse) response).reachable();
  }

  @Test
  void verificationDialsTheAskerSeldomAndNobodyElse() throws Exception {
    assertThat(isReachable(new InetSocketAddress("127.0.0.2", node.port()))).isFalse();
    assertThat(isReachable(TestNode.loopback(node.port()))).isTrue();
    // The second one within the pause is not dialled.
    assertThat(isReachable(TestNode.loopback(node.port()))).isFalse();
  }

  @Test
  void verificationCanBeSwitchedOff(@TempDir Path other) throws Exception {
    QuicSettings settings = new QuicSettings(TestNode.loopback(0), other, false, MessageLayout.F9);
    try (QuicNode silent = QuicNode.start(settings, engine.engine(), TestNode.SURROUNDINGS)) {
      assertThat(isReachable(TestNode.loopback(node.port()), peer.dial(silent.port()))).isFalse();
    }
  }

  private byte[] answerOnAnotherStream(byte[] request) throws Exception {
    QuicStream stream = connection.open(false, 1_000);
    stream.out().write(request);
    stream.out().close();
    QuicStream back = peer.opened.poll(10, TimeUnit.SECONDS);
    assertThat(back).isNotNull();
    assertThat(back.isBidirectional()).isFalse();
    return back.in().readAllBytes();
  }

  @ParameterizedTest
  @EnumSource(
      value = MessageLayout.class,
      names = {"F16", "F17"})
  void oneWayRequestIsAnsweredOnAStreamBackWithItsId(MessageLayout layout) throws Exception {
    byte[] id = new byte[17];
    Arrays.fill(id, (byte) 0xab);
    id[0] = 1;
    Message answer = message(answerOnAnotherStream(layout.encode(id, HELLO)), layout);
    byte[] expected = id.clone();
    expected[0] = 2;
    assertThat(answer.header()).isEqualTo(expected);
    assertThat(answer.payload()).asString(UTF_8).isEqualTo(GREETING);
  }

  @Test
  void oneWayRequestMayCarryItsIdInTheJson() throws Exception {
    String extensions = "\"extensions\":{\"qp2p\":{\"id\":\"00112233445566778899aabbccddeeff\"}}";
    String request =
        "{\"query\":\"{ hello(name: \\\"you\\\") }\",\"variables\":{\"extensions\":1},"
            + extensions
            + "}";
    byte[] answer = answerOnAnotherStream(MessageLayout.F9.encode(NONE, request.getBytes(UTF_8)));
    assertThat(message(answer, MessageLayout.F9).payload())
        .asString(UTF_8)
        .isEqualTo("{\"data\":{\"hello\":\"hello you\"}," + extensions + "}");
  }

  @Test
  void oneWayMessageThatCannotBeAnsweredIsDropped() throws Exception {
    for (String json : new String[] {"{\"query\":\"{ hello }\"}", "{\"data\":{}}", "no json"}) {
      QuicStream stream = connection.open(false, 1_000);
      stream.out().write(MessageLayout.F9.encode(NONE, json.getBytes(UTF_8)));
      stream.out().close();
    }
    QuicStream service = connection.open(false, 1_000);
    service.out().write(MessageLayout.F9.encode(new ServiceMessage.EchoRequest()));
    service.out().close();
    assertStillAnswers();
    assertThat(peer.opened).isEmpty();
  }

  @Test
  void endOfAConnectionEndsWhatItWaitsFor() throws Exception {
    byte[] held = "{\"query\":\"{ entriesSince(waitSeconds: 30) { count } }\"}".getBytes(UTF_8);
    QuicStream stream = connection.open(true, 1_000);
    stream.out().write(MessageLayout.F9.encode(NONE, held));
    stream.out().close();
    awaitHeld(1);
    connection.close(QuicConnection.CLOSE_ORDINARY, "lost interest");
    awaitHeld(0);
  }

  private void awaitHeld(int queries) throws InterruptedException {
    while (engine.engine().heldQueries() != queries) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  void unfinishedOneWayStreamBlocksNobody() throws Exception {
    QuicStream unfinished = connection.open(false, 1_000);
    unfinished.out().write(Arrays.copyOf(MessageLayout.F9.encode(NONE, HELLO), 12));
    assertStillAnswers();
  }

  @Test
  void moreThanAHundredStreamsInARowAreServed() throws Exception {
    for (int i = 0; i < 250; i++) {
      assertStillAnswers();
    }
  }
}
