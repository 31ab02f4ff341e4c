package bambusa.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Sha512Test {

  private static final long SEED = 20240517;

  @Test
  void everyLengthUpToThreeBlocksIsHashedAsTheJdkDoes() throws Exception {
    byte[] message = new byte[3 * 128 + 1];
    new Random(SEED).nextBytes(message);
    MessageDigest jdk = MessageDigest.getInstance("SHA-512");
    Sha512 sha512 = new Sha512();
    byte[] hash = new byte[Sha512.HASH_BYTES];
    for (int length = 0; length <= message.length; length++) {
      jdk.update(message, 0, length);
      sha512.update(message, 0, length);
      sha512.finish(hash, 0);
      assertThat(hash).as("%d bytes, seed %d", length, SEED).isEqualTo(jdk.digest());
    }
  }

  @Test
  void messageMayComeInAnyRanges() throws Exception {
    Random random = new Random(SEED);
    MessageDigest jdk = MessageDigest.getInstance("SHA-512");
    Sha512 sha512 = new Sha512();
    byte[] hash = new byte[Sha512.HASH_BYTES + 3];
    for (int round = 0; round < 1000; round++) {
      byte[] message = new byte[random.nextInt(2000)];
      random.nextBytes(message);
      for (int at = 0; at < message.length; ) {
        int length = 1 + random.nextInt(message.length - at);
        sha512.update(message, at, length);
        at += length;
      }
      sha512.finish(hash, 3);
      assertThat(hash).as("round %d, seed %d", round, SEED).endsWith(jdk.digest(message));
    }
  }
}
