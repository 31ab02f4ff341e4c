package bambusa.crypto;

/**
 * A mutable integer modulo L = 2^252 + C, the order of edwards25519's base point (RFC 8032, section
 * 5.1). Canonical after every call.
 *
 * <p>Limbs of 28 bits, since 9 · 28 = 252: what stands above the ninth limb counts −C. Only the
 * ninth may have 29 bits.
 */
final class Scalar {

  static final int LIMBS = 9;
  static final int LIMB_BITS = 28;
  static final long LIMB_MASK = (1L << LIMB_BITS) - 1;

  /** Values are below 2^253. */
  static final int BITS = 253;

  private static final long[] C = {0xcf5d3ed, 0x12631a5, 0x79cd658, 0xf9dea2f, 0x14de};

  /** L in little-endian bytes. */
  private static final byte[] ORDER = {
    (byte) 0xed,
    (byte) 0xd3,
    (byte) 0xf5,
    0x5c,
    0x1a,
    0x63,
    0x12,
    0x58,
    (byte) 0xd6,
    (byte) 0x9c,
    (byte) 0xf7,
    (byte) 0xa2,
    (byte) 0xde,
    (byte) 0xf9,
    (byte) 0xde,
    0x14,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0x10
  };

  private final long[] limbs = new long[LIMBS];

  /** Whether 32 little-endian bytes are an integer below L. */
  static boolean isCanonical(byte[] bytes, int offset) {
    for (int i = ORDER.length - 1; i >= 0; i--) {
      int difference = (bytes[offset + i] & 0xff) - (ORDER[i] & 0xff);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return false;
  }

  /** this = the little-endian integer modulo L. */
  void decode(byte[] bytes, int offset, int length) {
    clear();
    for (int i = (8 * length - 1) / LIMB_BITS; i >= 0; i--) {
      appendLimb(limbAt(bytes, offset, length, i));
    }
  }

  private static long limbAt(byte[] bytes, int offset, int length, int limb) {
    int from = limb * LIMB_BITS / 8;
    int until = Math.min(from + 4, length);
    int word = 0;
    for (int i = from; i < until; i++) {
      word |= (bytes[offset + i] & 0xff) << (8 * (i - from));
    }
    return (word >>> (limb * LIMB_BITS % 8)) & LIMB_MASK;
  }

  void clear() {
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] = 0;
    }
  }

  /**
   * this = this · 2^28 + limb.
   *
   * <p>The old ninth limb q moves to weight 2^252, and q · 2^252 = −q · C. As q · C is less than
   * 2^154, the rest is more than −2^154: it is enough to add L once if it is negative.
   */
  void appendLimb(long limb) {
    long q = limbs[LIMBS - 1];
    for (int i = LIMBS - 1; i > 0; i--) {
      limbs[i] = limbs[i - 1];
    }
    limbs[0] = limb;
    for (int i = 0; i < C.length; i++) {
      limbs[i] -= q * C[i];
    }
    carry();
    if (limbs[LIMBS - 1] < 0) {
      for (int i = 0; i < C.length; i++) {
        limbs[i] += C[i];
      }
      limbs[LIMBS - 1] += 1L << LIMB_BITS;
      carry();
    }
  }

  private void carry() {
    for (int i = 0; i < LIMBS - 1; i++) {
      limbs[i + 1] += limbs[i] >> LIMB_BITS;
      limbs[i] &= LIMB_MASK;
    }
  }

  long limb(int index) {
    return limbs[index];
  }

  /**
   * Writes the value, which must be below 2^{@code bits}, as Σ digit(i) · 2^(width·i) with digits
   * from −2^(width−1) + 1 to 2^(width−1): {@link #digitCount} many, {@code step} apart.
   */
  void writeDigits(int bits, int width, short[] digits, int offset, int step) {
    int base = 1 << width;
    int carry = 0;
    for (int i = 0; i < digitCount(bits, width); i++) {
      int digit = bitsAt(width * i, width) + carry;
      carry = digit > base / 2 ? 1 : 0;
      digits[offset + step * i] = (short) (digit - carry * base);
    }
  }

  /** One more than fill the bits, so that there is always room for the last carry. */
  static int digitCount(int bits, int width) {
    return bits / width + 1;
  }

  private int bitsAt(int from, int count) {
    int limb = Math.min(from / LIMB_BITS, LIMBS - 1);
    int shift = from - limb * LIMB_BITS;
    long word = limbs[limb] >>> shift;
    if (limb + 1 < LIMBS) {
      word |= limbs[limb + 1] << (LIMB_BITS - shift);
    }
    return (int) word & ((1 << count) - 1);
  }
}
