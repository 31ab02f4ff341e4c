package bambusa.relay.quic;

import java.nio.ByteBuffer;

/**
 * How the releases of qp2p write a message (qp2p.md 3.1–3.3). All numbers are big-endian.
 *
 * <pre>
 * F9    version=1 (2)  data length (4)                                     flag (1)  0 (2)  data
 * F17   version=2 (2)  header length (4)  dst length (4)  payload length (4)  flag (1)  0 (2)  header dst payload
 * F16   version=2 (2)  header length (4)  dst length (4)  payload length (4)            0 (2)  header dst payload
 * </pre>
 */
public enum MessageLayout {
  /** Releases up to 0.29, so that of June 2022. */
  F9(9, 1),
  /** 0.30 to 0.34. */
  F17(17, 2),
  /** From 0.35 on: no flag, and the end of a message is the end of its stream. */
  F16(16, 2);

  static final int VERSION_BYTES = 2;
  static final int FLAG_USER = 0;
  static final int FLAG_SERVICE = 1;

  /** "For service messages the header part and the dst part are four zero bytes each" (3.2). */
  private static final byte[] SERVICE_PART = new byte[4];

  private final int fixedBytes;
  private final int version;

  MessageLayout(int fixedBytes, int version) {
    this.fixedBytes = fixedBytes;
    this.version = version;
  }

  /** Size of what precedes the parts. */
  int fixedBytes() {
    return fixedBytes;
  }

  /** Whether the end of a message is known by its lengths, so that more may follow it. */
  boolean allowsSeveral() {
    return this != F16;
  }

  /** A message of an application; F9 has no place for the header part. */
  byte[] encode(byte[] header, byte[] payload) {
    return encode(FLAG_USER, header, new byte[0], payload);
  }

  /** A message that qp2p itself answers. */
  byte[] encode(ServiceMessage message) {
    if (this == F16) {
      throw new IllegalStateException("F16 has no service messages");
    }
    return encode(FLAG_SERVICE, SERVICE_PART, SERVICE_PART, message.encode());
  }

  private byte[] encode(int flag, byte[] header, byte[] dst, byte[] payload) {
    if (this == F9) {
      return ByteBuffer.allocate(fixedBytes + payload.length)
          .putShort((short) version)
          .putInt(payload.length)
          .put((byte) flag)
          .putShort((short) 0)
          .put(payload)
          .array();
    }
    ByteBuffer message =
        ByteBuffer.allocate(fixedBytes + header.length + dst.length + payload.length)
            .putShort((short) version)
            .putInt(header.length)
            .putInt(dst.length)
            .putInt(payload.length);
    if (this == F17) {
      message.put((byte) flag);
    }
    return message.putShort((short) 0).put(header).put(dst).put(payload).array();
  }
}
