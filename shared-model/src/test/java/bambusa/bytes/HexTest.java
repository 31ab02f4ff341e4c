package bambusa.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HexTest {

  @Test
  void everyOctetIsReadAsADigitOrRefusedInEitherPlace() {
    for (int octet = Byte.MIN_VALUE; octet <= Byte.MAX_VALUE; octet++) {
      int digit = octet < 0 ? -1 : Character.digit(octet, 16);
      byte[] read = new byte[1];
      assertThat(Hex.decode(new byte[] {(byte) octet, '7'}, 0, read)).isEqualTo(digit >= 0);
      if (digit >= 0) {
        assertThat(read).containsExactly(digit << 4 | 7);
      }
      assertThat(Hex.decode(new byte[] {'x', '7', (byte) octet}, 1, read)).isEqualTo(digit >= 0);
      if (digit >= 0) {
        assertThat(read).containsExactly(7 << 4 | digit);
      }
    }
  }
}
