package bambusa.relay.storage;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.crypto.Hash;
import org.junit.jupiter.api.Test;

class ColumnsTest {

  @Test
  void signedOrderOfColumnsIsUnsignedOrder() {
    long[] ascending = {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -2, -1};
    for (int i = 0; i < ascending.length; i++) {
      assertThat(Columns.unsigned(Columns.ofUnsigned(ascending[i]))).isEqualTo(ascending[i]);
      if (i > 0) {
        assertThat(Columns.ofUnsigned(ascending[i]))
            .isGreaterThan(Columns.ofUnsigned(ascending[i - 1]));
      }
    }
  }

  @Test
  void hashIsReadBackFromItsDigest() {
    Hash hash = Hash.of(new byte[] {1, 2, 3});
    assertThat(Columns.ofHash(hash)).hasSize(32);
    assertThat(Columns.hash(Columns.ofHash(hash))).isEqualTo(hash);
  }
}
