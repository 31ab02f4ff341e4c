package bambusa.relay.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PiecewiseGzipTest {

  private final Random random = new Random(5);

  /** Around the ends of pieces, and of as many as are compressed at a time. */
  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 8_192, 32_768, 131_071, 131_072, 131_073, 655_359, 655_360, 655_361, 3_000_000})
  void isReadByAnybody(int size) throws IOException {
    byte[] text = hex(size);
    assertThat(unpacked(packed(text))).isEqualTo(text);
    byte[] noise = new byte[size];
    random.nextBytes(noise);
    assertThat(unpacked(packed(noise))).isEqualTo(noise);
  }

  @Test
  void isNotLargerThanInOneGo() throws IOException {
    byte[] repeating = hex(20_000);
    byte[] text = new byte[1_000_000];
    for (int i = 0; i < text.length; i++) {
      text[i] = repeating[i % repeating.length];
    }
    Deflater atOnce = new Deflater(Deflater.BEST_SPEED, true);
    atOnce.setInput(text);
    atOnce.finish();
    int size = atOnce.deflate(new byte[text.length]);
    atOnce.end();
    // Repetitions are found across the ends of pieces.
    assertThat(packed(text).length).isLessThan(size + size / 50);
  }

  private byte[] hex(int size) {
    byte[] bytes = new byte[size / 2 + 1];
    random.nextBytes(bytes);
    byte[] text = new byte[size];
    HexFormat hex = HexFormat.of();
    for (int i = 0; i < size; i++) {
      int octet = bytes[i / 2];
      text[i] =
          (byte) (i % 2 == 0 ? hex.toHighHexDigit((byte) octet) : hex.toLowHexDigit((byte) octet));
    }
    return text;
  }

  /** Written in parts of any size. */
  private byte[] packed(byte[] text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PiecewiseGzip gzip = new PiecewiseGzip(out)) {
      int at = 0;
      while (at < text.length) {
        int part = Math.min(text.length - at, 1 + random.nextInt(200_000));
        gzip.write(text, at, part);
        at += part;
      }
    }
    return out.toByteArray();
  }

  private static byte[] unpacked(byte[] packed) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
  }
}
