package bambusa.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.crypto.CryptoVectors.SignatureCase;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Ed25519Test {

  @ParameterizedTest
  @MethodSource("bambusa.crypto.CryptoVectors#signatures")
  void verdictIsThatOfTheVector(SignatureCase vector) {
    assertThat(Ed25519.verify(vector.publicKey(), vector.message(), vector.signature()))
        .isEqualTo(vector.valid());
  }

  @Test
  void signatureIsFoundInTheMiddleOfOtherBytes() {
    SignatureCase valid =
        CryptoVectors.signatures().stream().filter(SignatureCase::valid).findFirst().orElseThrow();
    byte[] all = new byte[200];
    Arrays.fill(all, (byte) 0x5a);
    System.arraycopy(valid.publicKey(), 0, all, 1, 32);
    System.arraycopy(valid.message(), 0, all, 40, valid.message().length);
    System.arraycopy(valid.signature(), 0, all, 130, 64);

    assertThat(Ed25519.verify(all, 1, all, 40, valid.message().length, all, 130)).isTrue();
    assertThat(Ed25519.verify(all, 1, all, 40, valid.message().length + 1, all, 130)).isFalse();
  }

  @Test
  void canonicalEncodingsAreCurvePoints() {
    // y = 1 is the neutral element, y = −1 the point of order 2, y = 4/5 the base point.
    assertThat(isCurvePoint(0x01, 0x00, 0x00)).isTrue();
    assertThat(isCurvePoint(0xec, 0xff, 0x7f)).isTrue();
    assertThat(isCurvePoint(0x58, 0x66, 0x66)).isTrue();
    assertThat(isCurvePoint(0x58, 0x66, 0xe6)).isTrue();
  }

  @Test
  void yNotBelowPIsNoCurvePoint() {
    // p + 1 would be the neutral element.
    assertThat(isCurvePoint(0xee, 0xff, 0x7f)).isFalse();
    assertThat(isCurvePoint(0xed, 0xff, 0x7f)).isFalse();
    assertThat(isCurvePoint(0xff, 0xff, 0xff)).isFalse();
  }

  @Test
  void signBitOfXThatIsZeroIsNoCurvePoint() {
    assertThat(isCurvePoint(0x01, 0x00, 0x80)).isFalse();
    assertThat(isCurvePoint(0xec, 0xff, 0xff)).isFalse();
  }

  @Test
  void yWithoutAnXIsNoCurvePoint() {
    // RFC 8032, section 5.1.3, step 3: (y² − 1)/(d·y² + 1) is no square for y = 2.
    assertThat(isCurvePoint(0x02, 0x00, 0x00)).isFalse();
  }

  private static boolean isCurvePoint(int first, int between, int last) {
    byte[] encoded = new byte[32];
    Arrays.fill(encoded, (byte) between);
    encoded[0] = (byte) first;
    encoded[31] = (byte) last;
    return Ed25519.isCurvePoint(encoded, 0);
  }
}
