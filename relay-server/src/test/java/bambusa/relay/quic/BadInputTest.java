package bambusa.relay.quic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import bambusa.relay.graphql.GraphQlLimits;
import bambusa.relay.graphql.TestEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
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

/**
 * The rows of qp2p.md 3.8 in every layout, each before anything else was said on the connection and
 * once more after a good request; every time the connection answers the next request.
 */
@Timeout(60)
final class BadInputTest {

  private static final byte[] HELLO =
      "{\"query\":\"{ hello(name: \\\"you\\\") }\"}".getBytes(UTF_8);
  private static final String GREETING = "{\"data\":{\"hello\":\"hello you\"}}";
  private static final byte[] NONE = new byte[0];

  private final TestEngine engine = new TestEngine(GraphQlLimits.DEFAULT);
  private final TestNode.RawPeer peer = new TestNode.RawPeer();
  private QuicNode node;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    node = TestNode.start(engine.engine(), directory, 0);
  }

  @AfterEach
  void stop() {
    peer.close();
    engine.close();
    node.close();
  }

  private static byte[] exchange(QuicConnection connection, byte[]... writes) throws IOException {
    QuicStream stream = connection.open(true, 5_000);
    for (byte[] bytes : writes) {
      stream.out().write(bytes);
    }
    stream.out().close();
    return stream.in().readAllBytes();
  }

  private static String payload(byte[] bytes, MessageLayout layout) throws Exception {
    LayoutMemory memory = new LayoutMemory(layout);
    memory.remember(layout);
    Message message =
        new MessageReader(new ByteArrayInputStream(bytes), MessageLimits.ANSWER, memory)
            .next()
            .orElseThrow();
    return new String(message.payload(), UTF_8);
  }

  private static byte[] hello(MessageLayout layout) {
    return layout.encode(NONE, HELLO);
  }

  /** What comes back of a bad request on a fresh connection, and again after a good one. */
  private byte[] answerTo(byte[] bad, MessageLayout layout) throws Exception {
    QuicConnection connection = peer.dial(node.port());
    byte[] first = exchange(connection, bad);
    assertThat(payload(exchange(connection, hello(layout)), layout)).isEqualTo(GREETING);
    assertThat(exchange(connection, bad)).isEqualTo(first);
    assertThat(payload(exchange(connection, hello(layout)), layout)).isEqualTo(GREETING);
    return first;
  }

  @ParameterizedTest
  @EnumSource(MessageLayout.class)
  void versionAndReservedBytesAreNotLookedAt(MessageLayout layout) throws Exception {
    byte[] version = hello(layout);
    version[0] = (byte) 0xbe;
    version[1] = (byte) 0xef;
    assertThat(payload(answerTo(version, layout), layout)).isEqualTo(GREETING);
    byte[] reserved = hello(layout);
    reserved[layout.fixedBytes() - 1] = 5;
    reserved[layout.fixedBytes() - 2] = 6;
    assertThat(payload(answerTo(reserved, layout), layout)).isEqualTo(GREETING);
  }

  @ParameterizedTest
  @EnumSource(MessageLayout.class)
  void whatIsNoMessageIsAnsweredByTheEndAlone(MessageLayout layout) throws Exception {
    assertThat(answerTo(layout.encode(NONE, NONE), layout)).isEmpty();
    assertThat(answerTo(Arrays.copyOf(hello(layout), 1), layout)).isEmpty();
    assertThat(answerTo(Arrays.copyOf(hello(layout), layout.fixedBytes() - 1), layout)).isEmpty();
    assertThat(answerTo(Arrays.copyOf(hello(layout), layout.fixedBytes() + 9), layout)).isEmpty();
    assertThat(answerTo(NONE, layout)).isEmpty();
    if (layout != MessageLayout.F16) {
      byte[] flag = hello(layout);
      flag[layout.fixedBytes() - 3] = 9;
      assertThat(answerTo(flag, layout)).isEmpty();
    }
  }

  @Test
  void badBincodeIsAnsweredByTheEndAlone() throws Exception {
    byte[] f9 = HexFormat.of().parseHex("00010000000401000009000000");
    assertThat(answerTo(f9, MessageLayout.F9)).isEmpty();
    byte[] f17 =
        HexFormat.of().parseHex("000200000004000000040000000401000000000000000000000009000000");
    assertThat(answerTo(f17, MessageLayout.F17)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(MessageLayout.class)
  void threeGigabytesAreRefusedInWords(MessageLayout layout) throws Exception {
    byte[] bytes = hello(layout);
    int at = layout == MessageLayout.F9 ? 2 : 10;
    ByteBuffer.wrap(bytes).putInt(at, (int) 3_000_000_000L);
    assertThat(payload(answerTo(bytes, layout), layout)).contains("PAYLOAD_TOO_LARGE");
  }

  @ParameterizedTest
  @EnumSource(MessageLayout.class)
  void moreThanAMessageIsServedWhereStreamsHoldSeveral(MessageLayout layout) throws Exception {
    byte[] hello = hello(layout);
    byte[] twice = Arrays.copyOf(hello, 2 * hello.length);
    System.arraycopy(hello, 0, twice, hello.length, hello.length);
    byte[] extra = answerTo(Arrays.copyOf(hello, hello.length + 1), layout);
    byte[] two = answerTo(twice, layout);
    if (layout == MessageLayout.F16) {
      assertThat(extra).isEmpty();
      assertThat(two).isEmpty();
      return;
    }
    assertThat(payload(extra, layout)).isEqualTo(GREETING);
    byte[] greeting = layout.encode(NONE, GREETING.getBytes(UTF_8));
    assertThat(two).hasSize(2 * greeting.length).startsWith(greeting).endsWith(greeting);
  }

  @ParameterizedTest
  @EnumSource(MessageLayout.class)
  void smallWritesAndAResetDoNoHarm(MessageLayout layout) throws Exception {
    QuicConnection connection = peer.dial(node.port());
    QuicStream broken = connection.open(true, 5_000);
    broken.out().write(Arrays.copyOf(hello(layout), layout.fixedBytes() + 3));
    broken.reset(QuicStream.CODE_NOT_WANTED);
    byte[] hello = hello(layout);
    byte[][] writes = new byte[hello.length][];
    for (int i = 0; i < hello.length; i++) {
      writes[i] = new byte[] {hello[i]};
    }
    assertThat(payload(exchange(connection, writes), layout)).isEqualTo(GREETING);
  }

  @ParameterizedTest
  @EnumSource(
      value = MessageLayout.class,
      names = {"F16", "F17"})
  void partsOverAKilobyteAreRefusedInWords(MessageLayout layout) throws Exception {
    byte[] header = new byte[1_025];
    Arrays.fill(header, (byte) 'h');
    assertThat(payload(answerTo(layout.encode(header, HELLO), layout), layout))
        .contains("PAYLOAD_TOO_LARGE", "header length 1025 > 1024");
    byte[] dst = layout.encode(Arrays.copyOf(header, 1), HELLO);
    ByteBuffer.wrap(dst).putInt(6, -1);
    assertThat(payload(answerTo(dst, layout), layout))
        .contains("PAYLOAD_TOO_LARGE", "dst length 4294967295 > 1024");
  }

  private byte[] comesBack(QuicConnection connection, byte[] oneWay) throws Exception {
    QuicStream stream = connection.open(false, 5_000);
    try {
      stream.out().write(oneWay);
      stream.out().close();
    } catch (IOException stopped) {
      assertThat(stream.isUnwanted()).isTrue();
    }
    QuicStream back = peer.opened.poll(20, TimeUnit.SECONDS);
    assertThat(back).isNotNull();
    return back.in().readAllBytes();
  }

  @Test
  void oneWayRequestThatIsTooLargeIsRefusedToItsId() throws Exception {
    byte[] id = new byte[17];
    Arrays.fill(id, (byte) 7);
    id[0] = 1;
    byte[] bytes = MessageLayout.F16.encode(id, HELLO);
    ByteBuffer.wrap(bytes).putInt(10, 2 << 20);
    QuicConnection connection = peer.dial(node.port());
    assertThat(payload(comesBack(connection, bytes), MessageLayout.F16))
        .contains("PAYLOAD_TOO_LARGE");
    assertThat(payload(exchange(connection, hello(MessageLayout.F16)), MessageLayout.F16))
        .isEqualTo(GREETING);
  }

  @Test
  void oneWayRequestMayNameItsIdInAnyCase() throws Exception {
    String id = "\"extensions\":{\"qp2p\":{\"id\":\"00112233445566778899AABBCCddeeff\"}}";
    String json = new String(HELLO, UTF_8).replaceFirst("}$", "," + id + "}");
    byte[] answer =
        comesBack(peer.dial(node.port()), MessageLayout.F17.encode(NONE, json.getBytes(UTF_8)));
    assertThat(payload(answer, MessageLayout.F17)).endsWith("," + id + "}");
  }

  @Test
  void oneWayMessagesThatNobodyCanBeToldOfAreCounted() throws Exception {
    byte[] answerId = new byte[17];
    answerId[0] = 2;
    QuicConnection connection = peer.dial(node.port());
    byte[][] unanswerable = {
      hello(MessageLayout.F9),
      MessageLayout.F16.encode(answerId, HELLO),
      MessageLayout.F9.encode(NONE, "{\"data\":{}}".getBytes(UTF_8))
    };
    for (byte[] bytes : unanswerable) {
      QuicStream stream = connection.open(false, 5_000);
      stream.out().write(bytes);
      stream.out().close();
    }
    while (node.unanswerable() != unanswerable.length) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(peer.opened).isEmpty();
  }
}
