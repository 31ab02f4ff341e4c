package bambusa.relay.quic;

import bambusa.bytes.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the messages of one stream, of any layout (qp2p.md 3.9). Not for several threads.
 *
 * <p>Version 1 is F9. Version 2 names two layouts: one of them is known from an earlier message of
 * the connection, or {@link #sniffed} tells them apart. The version is not checked otherwise (3.8):
 * what names another is read like the last message of the connection. Only a message that came
 * whole teaches what the connection speaks, so that garbage spoils nothing for what follows it.
 */
final class MessageReader {

  private static final int VERSION_F9 = 1;
  private static final int VERSION_F16_F17 = 2;
  private static final int FLAG_OFFSET_F9 = 6;
  private static final int FLAG_OFFSET_F17 = 14;

  /** The tabulator; all of ASCII that text may begin with follows it. */
  private static final byte FIRST_OF_TEXT = 9;

  private final InputStream in;
  private final MessageLimits limits;
  private final LayoutMemory memory;

  MessageReader(InputStream in, MessageLimits limits, LayoutMemory memory) {
    this.in = in;
    this.limits = limits;
    this.memory = memory;
  }

  /**
   * The next message, as soon as its last byte is there; none if the stream ends before the first
   * one.
   *
   * @throws MalformedException when the stream ends within it, or what came is no message
   * @throws TooLargeException when it is declared larger than allowed; nothing more can be read
   * @throws IOException when the stream was reset or the connection is gone
   */
  Optional<Message> next() throws IOException, MalformedException {
    byte[] start = in.readNBytes(MessageLayout.VERSION_BYTES);
    if (start.length == 0) {
      return Optional.empty();
    }
    if (start.length < MessageLayout.VERSION_BYTES) {
      throw new MalformedException("the stream ends within the version");
    }
    byte[] fixed = withRest(start, MessageLayout.F9.fixedBytes());
    MessageLayout layout = layout(fixed);
    if (layout != MessageLayout.F9) {
      boolean known = memory.knowsVersion2();
      fixed = withRest(fixed, known ? layout.fixedBytes() : MessageLayout.F17.fixedBytes());
      layout = known ? layout : sniffed(fixed);
    }
    Message message = layout == MessageLayout.F9 ? shortMessage(fixed) : threeParts(layout, fixed);
    memory.remember(layout);
    return Optional.of(message);
  }

  private MessageLayout layout(byte[] start) {
    ByteBuffer fields = ByteBuffer.wrap(start);
    short version = fields.getShort();
    if (version == VERSION_F9) {
      return MessageLayout.F9;
    }
    if (version == VERSION_F16_F17) {
      return memory.version2();
    }
    // F9 has no message of length 0, the others have empty header parts.
    boolean lengthIsZero = fields.getInt() == 0;
    return memory.last() == MessageLayout.F9 && lengthIsZero ? memory.version2() : memory.last();
  }

  private byte[] withRest(byte[] start, int length) throws IOException, MalformedException {
    byte[] fixed = Arrays.copyOf(start, length);
    int rest = length - start.length;
    if (in.readNBytes(fixed, start.length, rest) < rest) {
      throw new MalformedException("the stream ends within the lengths of a message");
    }
    return fixed;
  }

  /**
   * Which layout of version 2 it is (3.9). The 17th byte is a reserved one of F17, so zero when
   * sent, and the first of the first part of F16, which is never zero and, where only the payload
   * has a length, begins JSON. No release looks at reserved bytes, so the 15th decides only where
   * it is the flag of a service message.
   */
  private static MessageLayout sniffed(byte[] fixed) {
    if (fixed[FLAG_OFFSET_F17] == MessageLayout.FLAG_SERVICE) {
      return MessageLayout.F17;
    }
    byte first = fixed[MessageLayout.F16.fixedBytes()];
    boolean onlyPayload = ByteBuffer.wrap(fixed).getLong(MessageLayout.VERSION_BYTES) == 0;
    boolean partFollows = onlyPayload ? first >= FIRST_OF_TEXT : first != 0;
    return partFollows ? MessageLayout.F16 : MessageLayout.F17;
  }

  private Message shortMessage(byte[] fixed) throws IOException, MalformedException {
    ByteBuffer fields = ByteBuffer.wrap(fixed);
    boolean service = isService(fields.get(FLAG_OFFSET_F9));
    long length = Integer.toUnsignedLong(fields.getInt(MessageLayout.VERSION_BYTES));
    byte[] none = new byte[0];
    return new Message(
        MessageLayout.F9, service, none, payload(length, none, MessageLayout.F9, none));
  }

  private Message threeParts(MessageLayout layout, byte[] fixed)
      throws IOException, MalformedException {
    ByteBuffer fields = ByteBuffer.wrap(fixed);
    boolean service = layout == MessageLayout.F17 && isService(fields.get(FLAG_OFFSET_F17));
    fields.position(MessageLayout.VERSION_BYTES);
    long headerLength = partLength(fields.getInt(), "header", layout);
    long dstLength = partLength(fields.getInt(), "dst", layout);
    long payloadLength = Integer.toUnsignedLong(fields.getInt());
    // What was read to tell the layouts apart may belong to the parts already.
    byte[] ahead = Arrays.copyOfRange(fixed, layout.fixedBytes(), fixed.length);
    byte[] header = part(headerLength, ahead);
    ahead = headerLength > 0 ? new byte[0] : ahead;
    part(dstLength, ahead);
    ahead = dstLength > 0 ? new byte[0] : ahead;
    return new Message(layout, service, header, payload(payloadLength, ahead, layout, header));
  }

  private static boolean isService(byte flag) throws MalformedException {
    if (flag != MessageLayout.FLAG_USER && flag != MessageLayout.FLAG_SERVICE) {
      throw new MalformedException("expected flag 0 or 1, got " + Byte.toUnsignedInt(flag));
    }
    return flag == MessageLayout.FLAG_SERVICE;
  }

  private long partLength(int field, String name, MessageLayout layout) throws TooLargeException {
    long length = Integer.toUnsignedLong(field);
    if (length > limits.maxPartBytes()) {
      String reason = name + " length " + length + " > " + limits.maxPartBytes();
      throw new TooLargeException(layout, new byte[0], reason);
    }
    return length;
  }

  private byte[] payload(long length, byte[] ahead, MessageLayout layout, byte[] header)
      throws IOException, MalformedException {
    if (length == 0) {
      throw new MalformedException("a message without payload");
    }
    if (length > limits.maxPayloadBytes()) {
      String reason = "payload length " + length + " > " + limits.maxPayloadBytes();
      throw new TooLargeException(layout, header, reason);
    }
    return part(length, ahead);
  }

  /** Reads in steps, as a declared length allocates nothing before the bytes are there. */
  private byte[] part(long length, byte[] ahead) throws IOException, MalformedException {
    if (length == 0) {
      return new byte[0];
    }
    byte[] rest = in.readNBytes((int) length - ahead.length);
    if (rest.length < length - ahead.length) {
      throw new MalformedException("the stream ends within a message");
    }
    if (ahead.length == 0) {
      return rest;
    }
    byte[] part = Arrays.copyOf(ahead, (int) length);
    System.arraycopy(rest, 0, part, ahead.length, rest.length);
    return part;
  }

  /** A message is declared larger than allowed. */
  static final class TooLargeException extends MalformedException {

    private static final long serialVersionUID = 1L;

    private final transient MessageLayout layout;
    private final transient byte[] header;

    TooLargeException(MessageLayout layout, byte[] header, String reason) {
      super(reason);
      this.layout = layout;
      this.header = header;
    }

    MessageLayout layout() {
      return layout;
    }

    /** For the answer to copy; empty when a part before the payload is too large. */
    byte[] header() {
      return header.clone();
    }
  }
}
