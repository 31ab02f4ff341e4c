package bambusa.operation;

import bambusa.bytes.ByteWriter;
import bambusa.bytes.Utf8;
import bambusa.crypto.Hash;

/**
 * Writes CBOR in the canonical form of p2panda.md 2.3: definite lengths, everything in its shortest
 * form.
 */
final class CborWriter {

  private final ByteWriter out = new ByteWriter();

  void array(int size) {
    head(Cbor.ARRAY, size);
  }

  void map(int size) {
    head(Cbor.MAP, size);
  }

  void bool(boolean value) {
    out.octet(Cbor.SIMPLE << 5 | (value ? Cbor.TRUE : Cbor.FALSE));
  }

  void integer(long value) {
    if (value >= 0) {
      head(Cbor.UNSIGNED, value);
    } else {
      head(Cbor.NEGATIVE, ~value);
    }
  }

  /** The shortest of half, single and double that keeps the value; every NaN is written alike. */
  void floating(double value) {
    int half = HalfFloat.of(value);
    int single = Float.floatToRawIntBits((float) value);
    if (half >= 0) {
      out.octet(Cbor.SIMPLE << 5 | Cbor.HALF).bigEndian(half, 2);
    } else if (Float.intBitsToFloat(single) == value) {
      // Compared by way of the bits: compiled to JavaScript, the cast to float alone does not
      // round.
      out.octet(Cbor.SIMPLE << 5 | Cbor.SINGLE).bigEndian(single, 4);
    } else {
      out.octet(Cbor.SIMPLE << 5 | Cbor.DOUBLE).bigEndian(Double.doubleToRawLongBits(value), 8);
    }
  }

  void text(String value) {
    byte[] encoded = Utf8.encode(value);
    head(Cbor.TEXT, encoded.length);
    out.bytes(encoded);
  }

  void bytes(byte[] value) {
    head(Cbor.BYTES, value.length);
    out.bytes(value);
  }

  void hash(Hash hash) {
    bytes(hash.bytes());
  }

  byte[] toBytes() {
    return out.toBytes();
  }

  /** The argument is never negative: no length or i64 needs the upper half. */
  private void head(int major, long argument) {
    int high = major << 5;
    if (argument < Cbor.ONE_BYTE) {
      out.octet(high | (int) argument);
    } else if (argument <= 0xffL) {
      out.octet(high | Cbor.ONE_BYTE).bigEndian(argument, 1);
    } else if (argument <= 0xffffL) {
      out.octet(high | Cbor.TWO_BYTES).bigEndian(argument, 2);
    } else if (argument <= 0xffffffffL) {
      out.octet(high | Cbor.FOUR_BYTES).bigEndian(argument, 4);
    } else {
      out.octet(high | Cbor.EIGHT_BYTES).bigEndian(argument, 8);
    }
  }
}
