package bambusa.crypto;

/**
 * Σ weight · scalar, kept in full and taken modulo L once at the end.
 *
 * <p>A weight is below 2^127, a scalar below 2^253, so 420 bits hold 2^40 terms.
 */
final class ScalarSum {

  private static final int WEIGHT_LIMBS = 5;
  private static final int LIMBS = 15;

  private final long[] limbs = new long[LIMBS];
  private boolean empty = true;

  boolean isEmpty() {
    return empty;
  }

  void clear() {
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] = 0;
    }
    empty = true;
  }

  void add(Scalar weight, Scalar scalar) {
    for (int i = 0; i < WEIGHT_LIMBS; i++) {
      long factor = weight.limb(i);
      for (int j = 0; j < Scalar.LIMBS; j++) {
        limbs[i + j] += factor * scalar.limb(j);
      }
    }
    for (int i = 0; i < LIMBS - 1; i++) {
      limbs[i + 1] += limbs[i] >>> Scalar.LIMB_BITS;
      limbs[i] &= Scalar.LIMB_MASK;
    }
    empty = false;
  }

  /** result = the sum modulo L. */
  void total(Scalar result) {
    result.clear();
    for (int i = LIMBS - 1; i >= 0; i--) {
      result.appendLimb(limbs[i]);
    }
  }
}
