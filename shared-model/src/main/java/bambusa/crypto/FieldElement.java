package bambusa.crypto;

/**
 * A mutable element of the field GF(2^255 − 19), for public values only: the time it takes depends
 * on them.
 *
 * <pre>
 * limb      0  1  2   3   4   5   6   7   8   9
 * weight 2^ 0 26 51  77 102 128 153 179 204 230
 * </pre>
 *
 * <p>Limbs are signed. Products are <i>reduced</i>: their limbs are at most 1.01 · 2^25 (even) and
 * 1.01 · 2^24 (odd) in size. Sums and differences are not, and a factor may be one of at most three
 * reduced elements: its limbs are below 1.65 · 2^26 and 1.65 · 2^25, for which all sums of limb
 * products fit 64 bits.
 *
 * <p>Fields, not an array: without bounds checks it is a tenth faster in WebAssembly.
 */
final class FieldElement {

  private static final long HALF_26 = 1L << 25;
  private static final long HALF_25 = 1L << 24;
  private static final int MASK_26 = (1 << 26) - 1;
  private static final int MASK_25 = (1 << 25) - 1;

  private int limb0;
  private int limb1;
  private int limb2;
  private int limb3;
  private int limb4;
  private int limb5;
  private int limb6;
  private int limb7;
  private int limb8;
  private int limb9;

  /** An element given by its ten limbs. */
  static FieldElement ofLimbs(int... limbs) {
    FieldElement element = new FieldElement();
    element.limb0 = limbs[0];
    element.limb1 = limbs[1];
    element.limb2 = limbs[2];
    element.limb3 = limbs[3];
    element.limb4 = limbs[4];
    element.limb5 = limbs[5];
    element.limb6 = limbs[6];
    element.limb7 = limbs[7];
    element.limb8 = limbs[8];
    element.limb9 = limbs[9];
    return element;
  }

  /** Reads the low 255 bits of 32 little-endian bytes. */
  void decode(byte[] bytes, int offset) {
    limb0 = readInt(bytes, offset) & MASK_26;
    limb1 = (readInt(bytes, offset + 3) >>> 2) & MASK_25;
    limb2 = (readInt(bytes, offset + 6) >>> 3) & MASK_26;
    limb3 = (readInt(bytes, offset + 9) >>> 5) & MASK_25;
    limb4 = (readInt(bytes, offset + 12) >>> 6) & MASK_26;
    limb5 = readInt(bytes, offset + 16) & MASK_25;
    limb6 = (readInt(bytes, offset + 19) >>> 1) & MASK_26;
    limb7 = (readInt(bytes, offset + 22) >>> 3) & MASK_25;
    limb8 = (readInt(bytes, offset + 25) >>> 4) & MASK_26;
    limb9 = (readInt(bytes, offset + 28) >>> 6) & MASK_25;
  }

  private static int readInt(byte[] bytes, int offset) {
    return (bytes[offset] & 0xff)
        | (bytes[offset + 1] & 0xff) << 8
        | (bytes[offset + 2] & 0xff) << 16
        | bytes[offset + 3] << 24;
  }

  boolean isZero() {
    int bits = 0;
    for (int limb : canonicalLimbs()) {
      bits |= limb;
    }
    return bits == 0;
  }

  /** Whether the canonical value is odd, which is the "sign" of RFC 8032, section 5.1.2. */
  boolean isOdd() {
    return (canonicalLimbs()[0] & 1) != 0;
  }

  /** The limbs of the representative below p, for a sum of at most two reduced elements. */
  private int[] canonicalLimbs() {
    int[] limbs = {limb0, limb1, limb2, limb3, limb4, limb5, limb6, limb7, limb8, limb9};
    // How often p is contained, by carrying 19 times what exceeds 2^255 (rounded) back in once.
    int quotient = (19 * limb9 + (1 << 24)) >> 25;
    for (int i = 0; i < 10; i++) {
      quotient = (limbs[i] + quotient) >> bits(i);
    }
    limbs[0] += 19 * quotient;
    for (int i = 0; i < 9; i++) {
      limbs[i + 1] += limbs[i] >> bits(i);
      limbs[i] &= (1 << bits(i)) - 1;
    }
    limbs[9] &= MASK_25;
    return limbs;
  }

  private static int bits(int limb) {
    return (limb & 1) == 0 ? 26 : 25;
  }

  void set(FieldElement f) {
    limb0 = f.limb0;
    limb1 = f.limb1;
    limb2 = f.limb2;
    limb3 = f.limb3;
    limb4 = f.limb4;
    limb5 = f.limb5;
    limb6 = f.limb6;
    limb7 = f.limb7;
    limb8 = f.limb8;
    limb9 = f.limb9;
  }

  /** this = f + g, not reduced. */
  void add(FieldElement f, FieldElement g) {
    limb0 = f.limb0 + g.limb0;
    limb1 = f.limb1 + g.limb1;
    limb2 = f.limb2 + g.limb2;
    limb3 = f.limb3 + g.limb3;
    limb4 = f.limb4 + g.limb4;
    limb5 = f.limb5 + g.limb5;
    limb6 = f.limb6 + g.limb6;
    limb7 = f.limb7 + g.limb7;
    limb8 = f.limb8 + g.limb8;
    limb9 = f.limb9 + g.limb9;
  }

  /** this = f − g, not reduced. */
  void subtract(FieldElement f, FieldElement g) {
    limb0 = f.limb0 - g.limb0;
    limb1 = f.limb1 - g.limb1;
    limb2 = f.limb2 - g.limb2;
    limb3 = f.limb3 - g.limb3;
    limb4 = f.limb4 - g.limb4;
    limb5 = f.limb5 - g.limb5;
    limb6 = f.limb6 - g.limb6;
    limb7 = f.limb7 - g.limb7;
    limb8 = f.limb8 - g.limb8;
    limb9 = f.limb9 - g.limb9;
  }

  /**
   * this = f · g, by all products of limbs: doubled where two odd limbs meet (their weights are
   * rounded up), times 19 past 2^255. Long, because only local variables stay in registers.
   */
  void multiply(FieldElement f, FieldElement g) {
    long f0 = f.limb0;
    long f1 = f.limb1;
    long f2 = f.limb2;
    long f3 = f.limb3;
    long f4 = f.limb4;
    long f5 = f.limb5;
    long f6 = f.limb6;
    long f7 = f.limb7;
    long f8 = f.limb8;
    long f9 = f.limb9;
    long g0 = g.limb0;
    long g1 = g.limb1;
    long g2 = g.limb2;
    long g3 = g.limb3;
    long g4 = g.limb4;
    long g5 = g.limb5;
    long g6 = g.limb6;
    long g7 = g.limb7;
    long g8 = g.limb8;
    long g9 = g.limb9;
    long g1x19 = 19 * g1;
    long g2x19 = 19 * g2;
    long g3x19 = 19 * g3;
    long g4x19 = 19 * g4;
    long g5x19 = 19 * g5;
    long g6x19 = 19 * g6;
    long g7x19 = 19 * g7;
    long g8x19 = 19 * g8;
    long g9x19 = 19 * g9;
    long f1x2 = 2 * f1;
    long f3x2 = 2 * f3;
    long f5x2 = 2 * f5;
    long f7x2 = 2 * f7;
    long f9x2 = 2 * f9;
    long h0 = f0 * g0 + f1x2 * g9x19 + f2 * g8x19 + f3x2 * g7x19 + f4 * g6x19;
    h0 += f5x2 * g5x19 + f6 * g4x19 + f7x2 * g3x19 + f8 * g2x19 + f9x2 * g1x19;
    long h1 = f0 * g1 + f1 * g0 + f2 * g9x19 + f3 * g8x19 + f4 * g7x19;
    h1 += f5 * g6x19 + f6 * g5x19 + f7 * g4x19 + f8 * g3x19 + f9 * g2x19;
    long h2 = f0 * g2 + f1x2 * g1 + f2 * g0 + f3x2 * g9x19 + f4 * g8x19;
    h2 += f5x2 * g7x19 + f6 * g6x19 + f7x2 * g5x19 + f8 * g4x19 + f9x2 * g3x19;
    long h3 = f0 * g3 + f1 * g2 + f2 * g1 + f3 * g0 + f4 * g9x19;
    h3 += f5 * g8x19 + f6 * g7x19 + f7 * g6x19 + f8 * g5x19 + f9 * g4x19;
    long h4 = f0 * g4 + f1x2 * g3 + f2 * g2 + f3x2 * g1 + f4 * g0;
    h4 += f5x2 * g9x19 + f6 * g8x19 + f7x2 * g7x19 + f8 * g6x19 + f9x2 * g5x19;
    long h5 = f0 * g5 + f1 * g4 + f2 * g3 + f3 * g2 + f4 * g1;
    h5 += f5 * g0 + f6 * g9x19 + f7 * g8x19 + f8 * g7x19 + f9 * g6x19;
    long h6 = f0 * g6 + f1x2 * g5 + f2 * g4 + f3x2 * g3 + f4 * g2;
    h6 += f5x2 * g1 + f6 * g0 + f7x2 * g9x19 + f8 * g8x19 + f9x2 * g7x19;
    long h7 = f0 * g7 + f1 * g6 + f2 * g5 + f3 * g4 + f4 * g3;
    h7 += f5 * g2 + f6 * g1 + f7 * g0 + f8 * g9x19 + f9 * g8x19;
    long h8 = f0 * g8 + f1x2 * g7 + f2 * g6 + f3x2 * g5 + f4 * g4;
    h8 += f5x2 * g3 + f6 * g2 + f7x2 * g1 + f8 * g0 + f9x2 * g9x19;
    long h9 = f0 * g9 + f1 * g8 + f2 * g7 + f3 * g6 + f4 * g5;
    h9 += f5 * g4 + f6 * g3 + f7 * g2 + f8 * g1 + f9 * g0;
    setReduced(h0, h1, h2, h3, h4, h5, h6, h7, h8, h9);
  }

  /** this = f², as {@link #multiply} but each pair of different limbs once. */
  void square(FieldElement f) {
    long f0 = f.limb0;
    long f1 = f.limb1;
    long f2 = f.limb2;
    long f3 = f.limb3;
    long f4 = f.limb4;
    long f5 = f.limb5;
    long f6 = f.limb6;
    long f7 = f.limb7;
    long f8 = f.limb8;
    long f9 = f.limb9;
    long f0x2 = 2 * f0;
    long f1x2 = 2 * f1;
    long f2x2 = 2 * f2;
    long f3x2 = 2 * f3;
    long f4x2 = 2 * f4;
    long f5x2 = 2 * f5;
    long f6x2 = 2 * f6;
    long f7x2 = 2 * f7;
    long f5x38 = 38 * f5;
    long f6x19 = 19 * f6;
    long f7x38 = 38 * f7;
    long f8x19 = 19 * f8;
    long f9x38 = 38 * f9;
    long h0 = f0 * f0 + f1x2 * f9x38 + f2x2 * f8x19 + f3x2 * f7x38 + f4x2 * f6x19 + f5 * f5x38;
    long h1 = f0x2 * f1 + f2 * f9x38 + f3x2 * f8x19 + f4 * f7x38 + f5x2 * f6x19;
    long h2 = f0x2 * f2 + f1x2 * f1 + f3x2 * f9x38 + f4x2 * f8x19 + f5x2 * f7x38 + f6 * f6x19;
    long h3 = f0x2 * f3 + f1x2 * f2 + f4 * f9x38 + f5x2 * f8x19 + f6 * f7x38;
    long h4 = f0x2 * f4 + f1x2 * f3x2 + f2 * f2 + f5x2 * f9x38 + f6x2 * f8x19 + f7 * f7x38;
    long h5 = f0x2 * f5 + f1x2 * f4 + f2x2 * f3 + f6 * f9x38 + f7x2 * f8x19;
    long h6 = f0x2 * f6 + f1x2 * f5x2 + f2x2 * f4 + f3x2 * f3 + f7x2 * f9x38 + f8 * f8x19;
    long h7 = f0x2 * f7 + f1x2 * f6 + f2x2 * f5 + f3x2 * f4 + f8 * f9x38;
    long h8 = f0x2 * f8 + f1x2 * f7x2 + f2x2 * f6 + f3x2 * f5x2 + f4 * f4 + f9 * f9x38;
    long h9 = f0x2 * f9 + f1x2 * f8 + f2x2 * f7 + f3x2 * f6 + f4x2 * f5;
    setReduced(h0, h1, h2, h3, h4, h5, h6, h7, h8, h9);
  }

  /** Carries in two interleaved chains, so that a processor can do two steps at once. */
  private void setReduced(
      long h0, long h1, long h2, long h3, long h4, long h5, long h6, long h7, long h8, long h9) {
    long carry;
    carry = (h0 + HALF_26) >> 26;
    h1 += carry;
    h0 -= carry << 26;
    carry = (h4 + HALF_26) >> 26;
    h5 += carry;
    h4 -= carry << 26;
    carry = (h1 + HALF_25) >> 25;
    h2 += carry;
    h1 -= carry << 25;
    carry = (h5 + HALF_25) >> 25;
    h6 += carry;
    h5 -= carry << 25;
    carry = (h2 + HALF_26) >> 26;
    h3 += carry;
    h2 -= carry << 26;
    carry = (h6 + HALF_26) >> 26;
    h7 += carry;
    h6 -= carry << 26;
    carry = (h3 + HALF_25) >> 25;
    h4 += carry;
    h3 -= carry << 25;
    carry = (h7 + HALF_25) >> 25;
    h8 += carry;
    h7 -= carry << 25;
    carry = (h4 + HALF_26) >> 26;
    h5 += carry;
    h4 -= carry << 26;
    carry = (h8 + HALF_26) >> 26;
    h9 += carry;
    h8 -= carry << 26;
    carry = (h9 + HALF_25) >> 25;
    h0 += 19 * carry;
    h9 -= carry << 25;
    carry = (h0 + HALF_26) >> 26;
    h1 += carry;
    h0 -= carry << 26;
    limb0 = (int) h0;
    limb1 = (int) h1;
    limb2 = (int) h2;
    limb3 = (int) h3;
    limb4 = (int) h4;
    limb5 = (int) h5;
    limb6 = (int) h6;
    limb7 = (int) h7;
    limb8 = (int) h8;
    limb9 = (int) h9;
  }
}
