package bambusa.operation;

/**
 * Floating point numbers of 16 bits (RFC 8949 appendix D), which Java 17 lacks. Exact both ways.
 */
final class HalfFloat {

  static final int NAN = 0x7e00;

  private static final int SIGN = 0x8000;
  private static final int INFINITY = 0x7c00;
  private static final int FRACTION_BITS = 10;
  private static final int FRACTION = (1 << FRACTION_BITS) - 1;

  /**
   * A half stands for {@code significand * 2^(exponent - 25)}, a subnormal one for {@code
   * significand * 2^-24}.
   */
  private static final int BIAS = 25;

  private static final int DOUBLE_BIAS = 1023;
  private static final int DOUBLE_FRACTION_BITS = 52;
  private static final long DOUBLE_HIDDEN_BIT = 1L << DOUBLE_FRACTION_BITS;
  private static final int MIN_EXPONENT = -24;
  private static final int MIN_NORMAL_EXPONENT = -14;
  private static final int MAX_EXPONENT = 15;

  private HalfFloat() {}

  static double toDouble(int half) {
    int exponent = (half & INFINITY) >> FRACTION_BITS;
    int fraction = half & FRACTION;
    double sign = (half & SIGN) == 0 ? 1 : -1;
    if (exponent == 0) {
      return sign * fraction * powerOfTwo(1 - BIAS);
    }
    if (exponent == 31) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return sign * (fraction | 1 << FRACTION_BITS) * powerOfTwo(exponent - BIAS);
  }

  /** The half of exactly this value, or -1 when there is none. */
  static int of(double value) {
    if (Double.isNaN(value)) {
      return NAN;
    }
    long bits = Double.doubleToRawLongBits(value);
    int sign = bits < 0 ? SIGN : 0;
    if (value == 0) {
      return sign;
    }
    if (Double.isInfinite(value)) {
      return sign | INFINITY;
    }
    int exponent = (int) (bits >> DOUBLE_FRACTION_BITS & 0x7ff) - DOUBLE_BIAS;
    if (exponent < MIN_EXPONENT || exponent > MAX_EXPONENT) {
      return -1;
    }
    long significand = (bits & DOUBLE_HIDDEN_BIT - 1) | DOUBLE_HIDDEN_BIT;
    int missingBits = Math.max(0, MIN_NORMAL_EXPONENT - exponent);
    int shift = DOUBLE_FRACTION_BITS - FRACTION_BITS + missingBits;
    if ((significand & (1L << shift) - 1) != 0) {
      return -1;
    }
    int fraction = (int) (significand >> shift);
    // A subnormal half has no hidden bit, and exponent 0.
    return missingBits > 0
        ? sign | fraction
        : sign | (exponent - MIN_NORMAL_EXPONENT + 1) << FRACTION_BITS | (fraction & FRACTION);
  }

  private static double powerOfTwo(int exponent) {
    return Double.longBitsToDouble((long) (exponent + DOUBLE_BIAS) << DOUBLE_FRACTION_BITS);
  }
}
