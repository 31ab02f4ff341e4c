package bambusa.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

  @Test
  void everyCodePointIsWrittenAsTheJdkDoes() throws MalformedException {
    StringBuilder text = new StringBuilder();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        text.appendCodePoint(codePoint);
      }
    }
    byte[] encoded = Utf8.encode(text.toString());
    assertThat(encoded).isEqualTo(text.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(Utf8.decode(encoded)).isEqualTo(text.toString());
  }

  @Test
  void randomBytesGetTheVerdictOfTheJdk() throws MalformedException {
    Random random = new Random(1);
    int wellFormed = 0;
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = new byte[1 + random.nextInt(5)];
      for (int i = 0; i < bytes.length; i++) {
        // Mostly bytes of several-byte sequences, so that many rounds come close to being
        // well-formed.
        bytes[i] = (byte) (i % 4 == 0 ? 0x60 + random.nextInt(0xa0) : 0x78 + random.nextInt(0x58));
      }
      String expected = decodedByJdk(bytes);
      if (expected == null) {
        assertThatThrownBy(() -> Utf8.decode(bytes)).isInstanceOf(MalformedException.class);
      } else {
        wellFormed++;
        assertThat(Utf8.decode(bytes)).isEqualTo(expected);
      }
    }
    assertThat(wellFormed).isBetween(2_000, 48_000);
  }

  @Test
  void halfOfAPairIsNoText() {
    assertThatThrownBy(() -> Utf8.encode("a\ud83d")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Utf8.encode("\ude00a")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void orderIsThatOfTheBytes() {
    Random random = new Random(2);
    int[] codePoints = {'A', 'a', 'é', '漢', 0xe000, 0xffff, 0x10000, 0x1f600, 0x10ffff};
    for (int round = 0; round < 10_000; round++) {
      String left = text(random, codePoints);
      String right = text(random, codePoints);
      assertThat(Integer.signum(Utf8.ORDER.compare(left, right)))
          .isEqualTo(Integer.signum(ByteOrder.compare(Utf8.encode(left), Utf8.encode(right))));
    }
  }

  private static String text(Random random, int[] codePoints) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.appendCodePoint(codePoints[random.nextInt(codePoints.length)]);
    }
    return text.toString();
  }

  private static String decodedByJdk(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
