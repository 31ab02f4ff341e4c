package bambusa.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfFloatTest {

  @Test
  void everyHalfSurvivesTheWayToDoubleAndBack() {
    for (int half = 0; half <= 0xffff; half++) {
      double value = HalfFloat.toDouble(half);
      int expected = Double.isNaN(value) ? HalfFloat.NAN : half;
      assertThat(HalfFloat.of(value)).isEqualTo(expected);
    }
  }

  @Test
  void halvesHaveTheValuesOfTheStandard() {
    // RFC 8949 appendix A.
    assertThat(HalfFloat.toDouble(0x0001)).isEqualTo(5.960464477539063e-8);
    assertThat(HalfFloat.toDouble(0x0400)).isEqualTo(0.00006103515625);
    assertThat(HalfFloat.toDouble(0x7bff)).isEqualTo(65504.0);
    assertThat(HalfFloat.toDouble(0xc400)).isEqualTo(-4.0);
    assertThat(HalfFloat.toDouble(0x8000)).isEqualTo(-0.0);
    assertThat(HalfFloat.toDouble(0xfc00)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(HalfFloat.toDouble(0x7e01)).isNaN();
  }

  @Test
  void neighboursOfHalvesHaveNoHalf() {
    for (int half = 0; half < 0x7c00; half++) {
      double value = HalfFloat.toDouble(half);
      assertThat(HalfFloat.of(Math.nextUp(value))).isEqualTo(-1);
      assertThat(HalfFloat.of(Math.nextDown(value))).isEqualTo(-1);
    }
    assertThat(HalfFloat.of(65520)).isEqualTo(-1);
    assertThat(HalfFloat.of(Double.MAX_VALUE)).isEqualTo(-1);
  }
}
