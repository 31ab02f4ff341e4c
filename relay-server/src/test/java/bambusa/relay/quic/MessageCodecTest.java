package bambusa.relay.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.bytes.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The bytes were captured from, or accepted by, the releases of qp2p (qp2p.md 3.5 and 7.1). */
final class MessageCodecTest {

  private static final byte[] QUERY =
      "{\"query\":\"{ __typename }\"}".getBytes(StandardCharsets.UTF_8);
  private static final InetSocketAddress SEEN = new InetSocketAddress("127.0.0.1", 36726);

  private final LayoutMemory memory = new LayoutMemory(MessageLayout.F9);

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("[ |]", ""));
  }

  private MessageReader reader(byte[] bytes) {
    return new MessageReader(new ByteArrayInputStream(bytes), MessageLimits.REQUEST, memory);
  }

  private Message only(byte[] bytes) throws IOException, MalformedException {
    MessageReader reader = reader(bytes);
    Message message = reader.next().orElseThrow();
    assertThat(reader.next()).isEmpty();
    return message;
  }

  @ParameterizedTest
  @CsvSource({
    "F9, 0001 00000004 01 0000 | 00000000",
    "F17, 0002 00000004 00000004 00000004 01 0000 | 00000000 | 00000000 | 00000000"
  })
  void echoRequestHasTheBytesOfTheReleases(MessageLayout layout, String bytes) throws Exception {
    assertThat(layout.encode(new ServiceMessage.EchoRequest())).isEqualTo(hex(bytes));
    Message read = only(hex(bytes));
    assertThat(read.layout()).isEqualTo(layout);
    assertThat(read.service()).isTrue();
    assertThat(ServiceMessage.decode(read.payload())).isEqualTo(new ServiceMessage.EchoRequest());
  }

  @Test
  void echoResponseCarriesTheAddressWithItsPortLittleEndian() throws Exception {
    byte[] f9 = hex("0001 0000000e 01 0000 | 01000000 00000000 7f000001 768f");
    byte[] f17 =
        hex(
            "0002 00000004 00000004 0000000e 01 0000 | 00000000 | 00000000 |"
                + " 01000000 00000000 7f000001 6de6");
    ServiceMessage seen = new ServiceMessage.EchoResponse(SEEN);
    assertThat(MessageLayout.F9.encode(seen)).isEqualTo(f9);
    assertThat(MessageLayout.F17.encode(new ServiceMessage.EchoResponse(at(0xe66d))))
        .isEqualTo(f17);
    assertThat(ServiceMessage.decode(only(f9).payload())).isEqualTo(seen);
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress("127.0.0.1", port);
  }

  @Test
  void verificationHasTheBytesOfTheReleases() throws Exception {
    byte[] request = hex("0001 0000000e 01 0000 | 02000000 00000000 7f000001 768f");
    byte[] response = hex("0001 00000005 01 0000 | 03000000 01");
    byte[] f17 = hex("0002 00000004 00000004 00000005 01 0000 | 00000000 | 00000000 | 03000000 01");
    ServiceMessage asked = new ServiceMessage.VerificationRequest(SEEN);
    ServiceMessage yes = new ServiceMessage.VerificationResponse(true);
    assertThat(MessageLayout.F9.encode(asked)).isEqualTo(request);
    assertThat(MessageLayout.F9.encode(yes)).isEqualTo(response);
    assertThat(MessageLayout.F17.encode(yes)).isEqualTo(f17);
    assertThat(ServiceMessage.decode(only(request).payload())).isEqualTo(asked);
    assertThat(ServiceMessage.decode(only(f17).payload())).isEqualTo(yes);
  }

  @Test
  void addressOfIpv6Takes26Bytes() throws Exception {
    ServiceMessage seen = new ServiceMessage.EchoResponse(new InetSocketAddress("2001:db8::7", 1));
    assertThat(seen.encode()).hasSize(26);
    assertThat(ServiceMessage.decode(seen.encode())).isEqualTo(seen);
  }

  @ParameterizedTest
  @CsvSource({
    "F9, 0001 0000001a 00 0000",
    "F16, 0002 00000000 00000000 0000001a 0000",
    "F17, 0002 00000000 00000000 0000001a 00 0000"
  })
  void requestHasTheBytesOfTheConvention(MessageLayout layout, String fixed) throws Exception {
    byte[] encoded = layout.encode(new byte[0], QUERY);
    assertThat(Arrays.copyOf(encoded, layout.fixedBytes())).isEqualTo(hex(fixed));
    Message read = only(encoded);
    assertThat(read.layout()).isEqualTo(layout);
    assertThat(read.service()).isFalse();
    assertThat(read.payload()).isEqualTo(QUERY);
  }

  @Test
  void capturedUserMessagesAreRead() throws Exception {
    byte[] f9 = Arrays.copyOf(hex("0001 00000040 00 0000"), 9 + 64);
    Arrays.fill(f9, 9, f9.length, (byte) 'x');
    assertThat(only(f9).payload()).hasSize(64).containsOnly('x');
    byte[] f17 =
        Arrays.copyOf(
            hex("0002 00000004 00000004 00000040 00 0000 | 48454144 | 44455354"), 17 + 8 + 64);
    Arrays.fill(f17, 25, f17.length, (byte) 'x');
    Message message = only(f17);
    assertThat(message.layout()).isEqualTo(MessageLayout.F17);
    assertThat(message.header()).isEqualTo("HEAD".getBytes(StandardCharsets.UTF_8));
    assertThat(message.payload()).hasSize(64);
  }

  @Test
  void layoutsOfOneVersionAreToldApartByTheSeventeenthByte() throws Exception {
    byte[] header = "tag".getBytes(StandardCharsets.UTF_8);
    Message f16 = only(MessageLayout.F16.encode(header, QUERY));
    assertThat(f16.layout()).isEqualTo(MessageLayout.F16);
    assertThat(f16.header()).isEqualTo(header);
    assertThat(f16.payload()).isEqualTo(QUERY);
  }

  @Test
  void whatVersion2MeansIsRememberedOnAConnection() throws Exception {
    only(MessageLayout.F16.encode(new byte[0], QUERY));
    byte[] zeroFirst = {0, 1, 2};
    assertThat(only(MessageLayout.F16.encode(new byte[0], zeroFirst)).payload())
        .isEqualTo(zeroFirst);
  }

  @Test
  void anyOtherVersionIsReadLikeTheLastMessage() throws Exception {
    byte[] f9 = MessageLayout.F9.encode(new byte[0], QUERY);
    f9[0] = (byte) 0xbe;
    f9[1] = (byte) 0xef;
    assertThat(only(f9).payload()).isEqualTo(QUERY);
    only(MessageLayout.F16.encode(new byte[0], QUERY));
    byte[] f16 = MessageLayout.F16.encode(new byte[0], QUERY);
    f16[0] = (byte) 0xbe;
    assertThat(only(f16).layout()).isEqualTo(MessageLayout.F16);
  }

  @ParameterizedTest
  @EnumSource(MessageLayout.class)
  void noVersionIsCheckedOfTheFirstMessageEither(MessageLayout layout) throws Exception {
    byte[] bytes = layout.encode(new byte[0], QUERY);
    bytes[0] = (byte) 0xbe;
    bytes[1] = (byte) 0xef;
    Message read = only(bytes);
    assertThat(read.layout()).isEqualTo(layout);
    assertThat(read.payload()).isEqualTo(QUERY);
  }

  @ParameterizedTest
  @CsvSource({"F9, 7, 8", "F17, 15, 16", "F16, 14, 15"})
  void reservedBytesAreNotChecked(MessageLayout layout, int first, int second) throws Exception {
    for (byte value : new byte[] {2, 5, -1}) {
      byte[] bytes = layout.encode(new byte[0], QUERY);
      bytes[first] = value;
      bytes[second] = value;
      LayoutMemory fresh = new LayoutMemory(MessageLayout.F9);
      Message read =
          new MessageReader(new ByteArrayInputStream(bytes), MessageLimits.REQUEST, fresh)
              .next()
              .orElseThrow();
      assertThat(read.layout()).isEqualTo(layout);
      assertThat(read.payload()).isEqualTo(QUERY);
      // On a connection that has spoken before, too.
      only(layout.encode(new byte[0], QUERY));
      assertThat(only(bytes).payload()).isEqualTo(QUERY);
    }
  }

  @Test
  void whatIsNoMessageTeachesNothing() throws Exception {
    byte[] unknownFlag = MessageLayout.F17.encode(new byte[0], QUERY);
    unknownFlag[14] = 9;
    assertMalformed(unknownFlag, "flag");
    assertThat(only(MessageLayout.F16.encode(new byte[0], QUERY)).layout())
        .isEqualTo(MessageLayout.F16);
  }

  @Test
  void unknownFlagIsNoMessage() {
    byte[] f9 = MessageLayout.F9.encode(new byte[0], QUERY);
    f9[6] = 9;
    assertMalformed(f9, "flag");
    byte[] f17 = MessageLayout.F17.encode(new byte[0], QUERY);
    f17[14] = 9;
    assertMalformed(f17, "flag");
  }

  private void assertMalformed(byte[] bytes, String says) {
    assertThatThrownBy(() -> reader(bytes).next())
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(says);
  }

  @ParameterizedTest
  @EnumSource(MessageLayout.class)
  void emptyPayloadIsNoMessage(MessageLayout layout) {
    byte[] header = layout == MessageLayout.F16 ? new byte[] {7} : new byte[0];
    assertMalformed(layout.encode(header, new byte[0]), "without payload");
  }

  @ParameterizedTest
  @EnumSource(MessageLayout.class)
  void streamThatEndsWithinAMessageIsNoMessage(MessageLayout layout) {
    byte[] whole = layout.encode(new byte[0], QUERY);
    for (int length = 1; length < whole.length; length++) {
      assertMalformed(Arrays.copyOf(whole, length), "ends within");
    }
  }

  @Test
  void emptyStreamIsNoMessageAndNoError() throws Exception {
    assertThat(reader(new byte[0]).next()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = MessageLayout.class,
      names = {"F9", "F17"})
  void severalMessagesFollowEachOther(MessageLayout layout) throws Exception {
    byte[] one = layout.encode(new byte[0], QUERY);
    byte[] two = Arrays.copyOf(one, 2 * one.length + 1);
    System.arraycopy(one, 0, two, one.length, one.length);
    two[2 * one.length] = 1;
    MessageReader reader = reader(two);
    assertThat(reader.next()).isPresent();
    assertThat(reader.next()).isPresent();
    assertThatThrownBy(reader::next).isInstanceOf(MalformedException.class);
  }

  @Test
  void threeGigabytesAreRefusedBeforeAnythingIsRead() {
    assertMalformed(hex("0001 c0000000 00 0000 | 7b7d"), "3221225472 > 1048576");
    assertMalformed(hex("0002 00000000 00000000 c0000000 0000 | 7b7d"), "3221225472");
    assertMalformed(hex("0002 c0000000 00000000 00000001 0000 | 7b7d"), "header length");
    assertMalformed(hex("0002 00000000 c0000000 00000001 0000 | 7b7d"), "dst length");
  }

  @Test
  void whatIsTooLargeSaysHowToAnswer() {
    byte[] bytes = hex("0002 00000001 00000000 00200000 0000 | 55");
    assertThatThrownBy(() -> reader(bytes).next())
        .isInstanceOfSatisfying(
            MessageReader.TooLargeException.class,
            e -> {
              assertThat(e.layout()).isEqualTo(MessageLayout.F16);
              assertThat(e.header()).containsExactly(0x55);
            });
  }

  @ParameterizedTest
  @EnumSource(MessageLayout.class)
  void smallWritesAreReadLikeOne(MessageLayout layout) throws Exception {
    byte[] bytes = layout.encode(new byte[0], QUERY);
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            return super.read(into, offset, Math.min(length, 1));
          }
        };
    Message message = new MessageReader(slow, MessageLimits.REQUEST, memory).next().orElseThrow();
    assertThat(message.payload()).isEqualTo(QUERY);
  }

  @Test
  void badBincodeIsMalformed() {
    for (String bytes : new String[] {"", "00", "05000000", "01000000", "0100000002000000"}) {
      assertThatThrownBy(() -> ServiceMessage.decode(hex(bytes)))
          .isInstanceOf(MalformedException.class);
    }
    assertThatThrownBy(() -> ServiceMessage.decode(hex("0300000002")))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void anyBytesAreMessagesOrMalformed() throws Exception {
    Random random = new Random(2022);
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = mutated(random);
      LayoutMemory fresh = new LayoutMemory(MessageLayout.F9);
      MessageReader reader =
          new MessageReader(new ByteArrayInputStream(bytes), MessageLimits.REQUEST, fresh);
      try {
        Optional<Message> message = reader.next();
        if (message.isPresent()) {
          read++;
          assertReadsTheSameAgain(message.get());
        }
      } catch (MalformedException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(read).isGreaterThan(1_000);
  }

  private static byte[] mutated(Random random) {
    MessageLayout[] layouts = MessageLayout.values();
    MessageLayout layout = layouts[random.nextInt(layouts.length)];
    byte[] header = new byte[layout == MessageLayout.F9 ? 0 : random.nextInt(3)];
    Arrays.fill(header, (byte) 'h');
    byte[] bytes = layout.encode(header, QUERY);
    for (int flips = random.nextInt(3); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private static void assertReadsTheSameAgain(Message message)
      throws IOException, MalformedException {
    if (message.service()) {
      return;
    }
    LayoutMemory known = new LayoutMemory(message.layout());
    known.remember(message.layout());
    byte[] again = message.layout().encode(message.header(), message.payload());
    Message second =
        new MessageReader(new ByteArrayInputStream(again), MessageLimits.REQUEST, known)
            .next()
            .orElseThrow();
    assertThat(second.header()).isEqualTo(message.header());
    assertThat(second.payload()).isEqualTo(message.payload());
  }

  @Test
  void anyServiceBytesAreAServiceMessageOrMalformed() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(30)];
      random.nextBytes(bytes);
      if (bytes.length > 7) {
        bytes[0] = (byte) random.nextInt(5);
        Arrays.fill(bytes, 1, 4, (byte) 0);
        bytes[4] = (byte) random.nextInt(2);
        Arrays.fill(bytes, 5, 8, (byte) 0);
      }
      try {
        ServiceMessage message = ServiceMessage.decode(bytes);
        assertThat(bytes).startsWith(message.encode());
      } catch (MalformedException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}
