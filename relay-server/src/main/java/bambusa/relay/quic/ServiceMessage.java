package bambusa.relay.quic;

import bambusa.bytes.MalformedException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What qp2p nodes up to 0.34 ask each other about their addresses (qp2p.md 3.5): bincode, so
 * little-endian, but for the octets of an address.
 *
 * <pre>
 * variant (4)   then, for 1 and 2: family (4): 0 = IPv4, 1 = IPv6 | octets (4 or 16) | port (2);   for 3: 0 or 1 (1)
 * </pre>
 */
sealed interface ServiceMessage {

  int IPV4_BYTES = 4;
  int IPV6_BYTES = 16;

  /** Which address do you see me at? */
  record EchoRequest() implements ServiceMessage {}

  /** This one. */
  record EchoResponse(InetSocketAddress seen) implements ServiceMessage {}

  /** Can you reach me there? */
  record VerificationRequest(InetSocketAddress address) implements ServiceMessage {}

  /** Yes or no. */
  record VerificationResponse(boolean reachable) implements ServiceMessage {}

  /** Reads a message; bytes after it are tolerated, as the releases do. */
  static ServiceMessage decode(byte[] bytes) throws MalformedException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      int variant = in.getInt();
      return switch (variant) {
        case 0 -> new EchoRequest();
        case 1 -> new EchoResponse(address(in));
        case 2 -> new VerificationRequest(address(in));
        case 3 -> new VerificationResponse(bool(in));
        default ->
            throw new MalformedException("no service message " + Integer.toUnsignedString(variant));
      };
    } catch (BufferUnderflowException e) {
      throw new MalformedException("service message ends after " + bytes.length + " bytes");
    }
  }

  private static boolean bool(ByteBuffer in) throws MalformedException {
    byte value = in.get();
    if (value != 0 && value != 1) {
      throw new MalformedException("expected 0 or 1, got " + Byte.toUnsignedInt(value));
    }
    return value == 1;
  }

  private static InetSocketAddress address(ByteBuffer in) throws MalformedException {
    int family = in.getInt();
    if (family != 0 && family != 1) {
      throw new MalformedException("no address family " + Integer.toUnsignedString(family));
    }
    byte[] octets = new byte[family == 0 ? IPV4_BYTES : IPV6_BYTES];
    in.get(octets);
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(octets), Short.toUnsignedInt(in.getShort()));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 octets", e);
    }
  }

  /** The bincode. */
  default byte[] encode() {
    if (this instanceof EchoResponse echo) {
      return encode(1, echo.seen());
    }
    if (this instanceof VerificationRequest request) {
      return encode(2, request.address());
    }
    if (this instanceof VerificationResponse response) {
      return allocate(5).putInt(3).put((byte) (response.reachable() ? 1 : 0)).array();
    }
    return allocate(4).putInt(0).array();
  }

  private static byte[] encode(int variant, InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    byte[] octets = ip.getAddress();
    return allocate(10 + octets.length)
        .putInt(variant)
        .putInt(ip instanceof Inet4Address ? 0 : 1)
        .put(octets)
        .putShort((short) address.getPort())
        .array();
  }

  private static ByteBuffer allocate(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
