package bambusa.crypto;

import static bambusa.crypto.ReferenceCurve.P;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FieldElementTest {

  private static final long SEED = 20240517;
  private static final BigInteger ALL_BITS = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.ONE);
  private static final BigInteger HALF_LIMBS = pattern("2000000");
  private static final BigInteger ALTERNATING = pattern("5555555");

  private final List<BigInteger> values = values();

  @Test
  void productsAreThoseOfTheIntegersModuloP() {
    for (BigInteger f : values) {
      for (BigInteger g : values) {
        FieldElement product = new FieldElement();
        product.multiply(element(f), element(g));
        assertEquals(product, f.multiply(g));
      }
    }
  }

  @Test
  void squaresAreThoseOfTheIntegersModuloP() {
    for (BigInteger f : values) {
      FieldElement square = new FieldElement();
      square.square(element(f));
      assertEquals(square, f.multiply(f));
    }
  }

  /** The most that the doc of the type allows, of which a decoded element counts as two. */
  @Test
  void factorsMayBeSumsOfThreeReducedElements() {
    for (BigInteger f : values) {
      for (BigInteger g : values) {
        FieldElement product = new FieldElement();
        product.multiply(sumOfThree(f, g, false), sumOfThree(g, f, true));
        BigInteger expected = f.add(g).multiply(g.subtract(f));
        assertEquals(product, expected);

        product.square(sumOfThree(f, g, true));
        assertEquals(product, f.subtract(g).pow(2));
      }
    }
  }

  @Test
  void resultMayBeOneOfTheFactors() {
    FieldElement f = element(ALTERNATING);
    f.multiply(f, f);
    f.square(f);

    assertEquals(f, ALTERNATING.pow(4));
  }

  @Test
  void zeroIsSeenInEveryRepresentation() {
    FieldElement p = element(P);
    FieldElement difference = new FieldElement();
    FieldElement negative = new FieldElement();
    for (BigInteger f : values) {
      difference.subtract(element(f), element(f));
      assertThat(difference.isZero()).isTrue();
      negative.subtract(new FieldElement(), element(f));
      difference.add(negative, element(f));
      assertThat(difference.isZero()).isTrue();
    }
    negative.subtract(new FieldElement(), p);

    assertThat(p.isZero()).isTrue();
    assertThat(negative.isZero()).isTrue();
    assertThat(element(P.add(BigInteger.ONE)).isZero()).isFalse();
    assertThat(element(P.subtract(BigInteger.ONE)).isZero()).isFalse();
  }

  @Test
  void oddnessIsThatOfTheValueBelowP() {
    for (BigInteger f : values) {
      FieldElement negative = new FieldElement();
      negative.subtract(new FieldElement(), element(f));
      assertThat(element(f).isOdd()).as("%s", f).isEqualTo(f.mod(P).testBit(0));
      assertThat(negative.isOdd()).as("−%s", f).isEqualTo(f.negate().mod(P).testBit(0));
    }
  }

  private static List<BigInteger> values() {
    List<BigInteger> values = new ArrayList<>();
    for (int i = 0; i <= 20; i++) {
      values.add(BigInteger.valueOf(i));
      values.add(ALL_BITS.subtract(BigInteger.valueOf(i)));
    }
    values.add(HALF_LIMBS);
    values.add(ALTERNATING);
    Random random = new Random(SEED);
    for (int i = 0; i < 60; i++) {
      values.add(new BigInteger(255, random));
    }
    return values;
  }

  private static BigInteger pattern(String limb) {
    return new BigInteger(limb.repeat(10), 16).mod(BigInteger.ONE.shiftLeft(255));
  }

  /** f + g or f − g: f decoded, g reduced. */
  private static FieldElement sumOfThree(BigInteger f, BigInteger g, boolean difference) {
    FieldElement reduced = new FieldElement();
    reduced.multiply(element(g), element(BigInteger.ONE));
    FieldElement sum = new FieldElement();
    if (difference) {
      sum.subtract(element(f), reduced);
    } else {
      sum.add(element(f), reduced);
    }
    return sum;
  }

  private static FieldElement element(BigInteger value) {
    FieldElement element = new FieldElement();
    element.decode(ReferenceCurve.littleEndian(value, 32), 0);
    return element;
  }

  private static void assertEquals(FieldElement actual, BigInteger expected) {
    FieldElement difference = new FieldElement();
    difference.subtract(actual, element(expected.mod(P)));
    // The difference of a product and a decoded element counts as three.
    difference.multiply(difference, element(BigInteger.ONE));
    assertThat(difference.isZero()).as("seed %d, expected %s", SEED, expected).isTrue();
  }
}
