package bambusa.crypto;

import static bambusa.crypto.ReferenceCurve.L;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScalarTest {

  private static final long SEED = 20240517;
  private static final int WEIGHT_BITS = 127;

  private final Random random = new Random(SEED);

  @Test
  void hashesAreReducedModuloTheOrder() {
    List<BigInteger> values = new ArrayList<>();
    BigInteger mostTimes = BigInteger.ONE.shiftLeft(512).divide(L);
    for (BigInteger times : List.of(BigInteger.ONE, BigInteger.TWO, mostTimes)) {
      values.add(L.multiply(times).subtract(BigInteger.ONE));
      values.add(L.multiply(times));
      values.add(L.multiply(times).add(BigInteger.ONE));
    }
    for (int bit = 0; bit <= 512; bit++) {
      values.add(BigInteger.ONE.shiftLeft(bit).subtract(BigInteger.ONE));
      values.add(new BigInteger(bit, random));
    }
    for (BigInteger value : values) {
      assertThat(value(scalar(value, 64))).as("seed %d", SEED).isEqualTo(value.mod(L));
    }
  }

  @Test
  void everyLengthOfBytesIsRead() {
    for (int length = 1; length <= 64; length++) {
      BigInteger value = BigInteger.ONE.shiftLeft(8 * length).subtract(BigInteger.ONE);
      assertThat(value(scalar(value, length))).isEqualTo(value.mod(L));
    }
  }

  @Test
  void onlyIntegersBelowTheOrderAreCanonical() {
    assertThat(isCanonical(BigInteger.ZERO)).isTrue();
    assertThat(isCanonical(L.subtract(BigInteger.ONE))).isTrue();
    assertThat(isCanonical(L)).isFalse();
    assertThat(isCanonical(L.add(BigInteger.ONE))).isFalse();
    assertThat(isCanonical(BigInteger.ONE.shiftLeft(252))).isTrue();
    assertThat(isCanonical(BigInteger.ONE.shiftLeft(253))).isFalse();
    assertThat(isCanonical(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE))).isFalse();
  }

  @Test
  void digitsOfEveryWidthAddUpToTheValue() {
    for (int width = 1; width <= 10; width++) {
      for (int i = 0; i < 100; i++) {
        assertDigitsAddUp(new BigInteger(252, random), Scalar.BITS, width);
        assertDigitsAddUp(new BigInteger(WEIGHT_BITS, random), WEIGHT_BITS, width);
      }
      assertDigitsAddUp(BigInteger.ZERO, Scalar.BITS, width);
      assertDigitsAddUp(L.subtract(BigInteger.ONE), Scalar.BITS, width);
      assertDigitsAddUp(BigInteger.ONE.shiftLeft(252), Scalar.BITS, width);
      assertDigitsAddUp(greatestWeight(), WEIGHT_BITS, width);
    }
  }

  @Test
  void weightedSumIsThatOfTheIntegers() {
    ScalarSum sum = new ScalarSum();
    BigInteger expected = BigInteger.ZERO;
    for (int i = 0; i < 10_000; i++) {
      boolean greatest = i % 2 == 0;
      BigInteger weight = greatest ? greatestWeight() : new BigInteger(WEIGHT_BITS, random);
      BigInteger scalar = greatest ? L.subtract(BigInteger.ONE) : new BigInteger(252, random);
      sum.add(scalar(weight, 16), scalar(scalar, 32));
      expected = expected.add(weight.multiply(scalar));
    }
    Scalar total = new Scalar();
    sum.total(total);

    assertThat(value(total)).as("seed %d", SEED).isEqualTo(expected.mod(L));
  }

  @Test
  void sumIsEmptyAfterItIsCleared() {
    ScalarSum sum = new ScalarSum();
    sum.add(scalar(BigInteger.TEN, 16), scalar(BigInteger.TEN, 32));
    assertThat(sum.isEmpty()).isFalse();

    sum.clear();

    Scalar total = new Scalar();
    sum.total(total);
    assertThat(sum.isEmpty()).isTrue();
    assertThat(value(total)).isZero();
  }

  private static void assertDigitsAddUp(BigInteger value, int bits, int width) {
    int count = Scalar.digitCount(bits, width);
    short[] digits = new short[3 * count + 1];
    scalar(value, 32).writeDigits(bits, width, digits, 1, 3);
    BigInteger sum = BigInteger.ZERO;
    for (int i = count - 1; i >= 0; i--) {
      short digit = digits[3 * i + 1];
      assertThat(Math.abs(digit)).isLessThanOrEqualTo((short) (1 << (width - 1)));
      sum = sum.shiftLeft(width).add(BigInteger.valueOf(digit));
    }
    assertThat(sum).as("%d bits by %d, seed %d", bits, width, SEED).isEqualTo(value);
  }

  private static BigInteger greatestWeight() {
    return BigInteger.ONE.shiftLeft(WEIGHT_BITS).subtract(BigInteger.ONE);
  }

  private static Scalar scalar(BigInteger value, int length) {
    Scalar scalar = new Scalar();
    scalar.decode(ReferenceCurve.littleEndian(value, length), 0, length);
    return scalar;
  }

  private static BigInteger value(Scalar scalar) {
    BigInteger value = BigInteger.ZERO;
    for (int i = Scalar.LIMBS - 1; i >= 0; i--) {
      value = value.shiftLeft(Scalar.LIMB_BITS).add(BigInteger.valueOf(scalar.limb(i)));
    }
    return value;
  }

  private static boolean isCanonical(BigInteger value) {
    return Scalar.isCanonical(ReferenceCurve.littleEndian(value, 32), 0);
  }
}
