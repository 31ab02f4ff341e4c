package bambusa.operation;

import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import bambusa.bytes.Utf8;
import java.util.Arrays;

/**
 * Reads CBOR item by item, as far as operations use it: no tags, no indefinite lengths, numbers and
 * lengths also in longer forms than needed. Holds the head of one item at a time. It never recurses
 * and allocates no more than the bytes it was given.
 */
final class CborReader {

  private final byte[] bytes;
  private int position;

  private int major;
  private int lowBits;
  private long argument;

  CborReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The major type of the next item, not yet read. */
  int peek() throws MalformedOperationException {
    require(1);
    return (bytes[position] & 0xff) >> 5;
  }

  /** Reads the head of the next item and returns its major type. */
  int next() throws MalformedOperationException {
    require(1);
    int initial = bytes[position++] & 0xff;
    major = initial >> 5;
    lowBits = initial & 31;
    if (lowBits > Cbor.EIGHT_BYTES) {
      throw badLength();
    }
    argument = lowBits < Cbor.ONE_BYTE ? lowBits : bigEndian(1 << (lowBits - Cbor.ONE_BYTE));
    if (major == Cbor.TAG) {
      throw fault(OperationFault.TAG, "expected no tags, got " + Long.toUnsignedString(argument));
    }
    return major;
  }

  private MalformedOperationException badLength() {
    boolean indefinite = lowBits == Cbor.INDEFINITE && major >= Cbor.BYTES && major <= Cbor.MAP;
    return indefinite
        ? fault(
            OperationFault.INDEFINITE_LENGTH,
            "expected definite lengths, got " + Cbor.name(major) + " without")
        : fault(OperationFault.MALFORMED_CBOR, "invalid cbor encoding at byte " + (position - 1));
  }

  /**
   * The argument of the head just read: the value of an unsigned integer, the size of an array or
   * map; unsigned.
   */
  long argument() {
    return argument;
  }

  /** The signed integer whose head was just read. */
  long integer() throws MalformedOperationException {
    if (argument < 0) {
      throw fault(
          OperationFault.INT_OUT_OF_RANGE,
          "expected an integer of 64 bits with sign, got "
              + (major == Cbor.NEGATIVE ? "-1 - " : "")
              + Long.toUnsignedString(argument));
    }
    return major == Cbor.NEGATIVE ? ~argument : argument;
  }

  /**
   * The number of items in an array or map whose head was just read; each needs at least so many
   * bytes.
   */
  int count(int bytesPerItem) throws MalformedOperationException {
    if (Long.compareUnsigned(argument, remaining() / bytesPerItem) > 0) {
      throw truncated(Long.toUnsignedString(argument) + " items");
    }
    return (int) argument;
  }

  /** The content of a byte string whose head was just read. */
  byte[] content() throws MalformedOperationException {
    int start = skipContent();
    return Arrays.copyOfRange(bytes, start, position);
  }

  /** The content of a text string whose head was just read. */
  String text() throws MalformedOperationException {
    int start = skipContent();
    try {
      return Utf8.decode(bytes, start, position - start);
    } catch (MalformedException e) {
      throw fault(OperationFault.INVALID_UTF8, e.getMessage());
    }
  }

  private int skipContent() throws MalformedOperationException {
    if (Long.compareUnsigned(argument, remaining()) > 0) {
      throw truncated(Long.toUnsignedString(argument) + " more bytes");
    }
    int start = position;
    position += (int) argument;
    return start;
  }

  /** The value of major type 7 whose head was just read. */
  PlainValue simple() throws MalformedOperationException {
    return switch (lowBits) {
      case Cbor.FALSE -> new PlainValue.Bool(false);
      case Cbor.TRUE -> new PlainValue.Bool(true);
      case Cbor.HALF -> new PlainValue.Float(HalfFloat.toDouble((int) argument));
      case Cbor.SINGLE -> new PlainValue.Float(Float.intBitsToFloat((int) argument));
      case Cbor.DOUBLE -> new PlainValue.Float(Double.longBitsToDouble(argument));
      case Cbor.NULL, Cbor.UNDEFINED ->
          throw fault(
              OperationFault.UNREPRESENTABLE_VALUE, "expected a value, got null or undefined");
      default ->
          throw fault(
              OperationFault.MALFORMED_CBOR, "expected a known simple value, got " + argument);
    };
  }

  void expectEnd() throws MalformedOperationException {
    if (remaining() > 0) {
      throw fault(
          OperationFault.TRAILING_BYTES,
          "expected the end, got " + Hex.encode(bytes, position, Math.min(remaining(), 8)));
    }
  }

  private int remaining() {
    return bytes.length - position;
  }

  private long bigEndian(int length) throws MalformedOperationException {
    require(length);
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | (bytes[position++] & 0xff);
    }
    return value;
  }

  private void require(int length) throws MalformedOperationException {
    if (length > remaining()) {
      throw truncated(length + " more bytes");
    }
  }

  private MalformedOperationException truncated(String expected) {
    return fault(
        OperationFault.TRUNCATED,
        "expected " + expected + " at byte " + position + ", got " + remaining());
  }

  private static MalformedOperationException fault(OperationFault fault, String message) {
    return new MalformedOperationException(fault, message);
  }
}
