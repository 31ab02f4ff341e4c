package bambusa.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.bytes.Hex;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.junit.jupiter.api.Test;

class Blake3Test {

  @Test
  void hashesAreThoseOfTheOfficialVectors() {
    JsonNode cases = CryptoVectors.read("blake3.json").get("cases");
    assertThat(cases).hasSize(35);
    for (JsonNode vector : cases) {
      byte[] input = countingBytes(vector.get("input_len").asInt());
      // The vectors go on to longer outputs, which begin with the hash.
      String expected = vector.get("hash").asText().substring(0, 2 * Blake3.HASH_BYTES);
      assertThat(Hex.encode(Blake3.hash(input))).as("%d bytes", input.length).isEqualTo(expected);
    }
  }

  @Test
  void everyLengthUpToFourChunksIsHashedAsBouncyCastleDoes() {
    byte[] input = countingBytes(4 * 1024 + 1);
    byte[] expected = new byte[Blake3.HASH_BYTES];
    for (int length = 0; length <= input.length; length++) {
      Blake3Digest digest = new Blake3Digest();
      digest.update(input, 0, length);
      digest.doFinal(expected, 0);
      assertThat(Blake3.hash(Arrays.copyOf(input, length)))
          .as("%d bytes", length)
          .isEqualTo(expected);
    }
  }

  @Test
  void rangeIsHashedIntoARangeAndNothingElseIsTouched() {
    byte[] input = countingBytes(3000);
    byte[] out = new byte[40];

    Blake3.hash(input, 7, 2000, out, 5);

    byte[] expected = new byte[40];
    System.arraycopy(Blake3.hash(Arrays.copyOfRange(input, 7, 2007)), 0, expected, 5, 32);
    assertThat(out).isEqualTo(expected);
  }

  /** The input of the official vectors. */
  private static byte[] countingBytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i % 251);
    }
    return bytes;
  }
}
