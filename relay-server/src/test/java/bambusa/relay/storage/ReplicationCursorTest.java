package bambusa.relay.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.bytes.MalformedException;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicationCursorTest {

  @Test
  void textIsReadBack() throws MalformedException {
    StoreId storeId = StoreId.draw(new SecureRandom());
    for (long arrival : new long[] {0, 1, 1_000_000, 999_999_999_999_999_999L}) {
      ReplicationCursor cursor = new ReplicationCursor(storeId, arrival);
      assertThat(ReplicationCursor.parse(cursor.toString())).isEqualTo(cursor);
    }
  }

  @Test
  void indexOfAnotherNodeMayBeAnyU64() throws MalformedException {
    String text = "00112233445566778899aabbccddeeff-18446744073709551615";
    assertThat(ReplicationCursor.parse(text).arrival()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "12",
        "00112233445566778899aabbccddeeff",
        "00112233445566778899aabbccddeeff-",
        "00112233445566778899aabbccddeeff-x",
        "00112233445566778899aabbccddeeff--1",
        "00112233445566778899aabbccddeeff-01",
        "00112233445566778899aabbccddeeff-123456789012345678901",
        "0011223344556677889-aabbccddeeff00-1",
        "zz112233445566778899aabbccddeeff-1"
      })
  void anythingElseIsMalformed(String text) {
    assertThatThrownBy(() -> ReplicationCursor.parse(text)).isInstanceOf(MalformedException.class);
  }
}
