package bambusa.bytes;

/**
 * Unsigned 64-bit integers of variable length (p2panda.md 1.1).
 *
 * <pre>
 * first byte b &lt; 248:  the value itself
 * otherwise:          b - 247 (1…8) bytes follow and hold the value, big-endian
 * </pre>
 *
 * Only the shortest form is legal.
 */
public final class VarU64 {

  private static final int SINGLE_BYTE_LIMIT = 248;

  private VarU64() {}

  /** Encoded size in bytes, 1…9. */
  public static int size(long value) {
    if (Long.compareUnsigned(value, SINGLE_BYTE_LIMIT) < 0) {
      return 1;
    }
    return 1 + (64 - Long.numberOfLeadingZeros(value) + 7) / 8;
  }

  static void write(long value, ByteWriter out) {
    int size = size(value);
    if (size == 1) {
      out.octet((int) value);
      return;
    }
    out.octet(SINGLE_BYTE_LIMIT - 2 + size);
    for (int shift = 8 * (size - 2); shift >= 0; shift -= 8) {
      out.octet((int) (value >>> shift));
    }
  }

  static long read(ByteReader in) throws MalformedException {
    int first = in.octet();
    if (first < SINGLE_BYTE_LIMIT) {
      return first;
    }
    int length = first - (SINGLE_BYTE_LIMIT - 1);
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | in.octet();
    }
    if (size(value) != length + 1) {
      throw new MalformedException("varu64 is not in its shortest form");
    }
    return value;
  }
}
