package bambusa.relay.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PackedBodyTest {

  private static final int MAX_BYTES = 1_000;

  private final ByteBudget budget = new ByteBudget(2_000);

  private byte[] taken(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(body);
    }
    assertThat(budget.take(packed.size())).isTrue();
    return packed.toByteArray();
  }

  @Test
  void packedBodyIsReadAndCountsAsItsUnpackedSize() throws IOException {
    byte[] body = "{\"query\":\"{ node { storeId } }\"}".repeat(20).getBytes(UTF_8);
    assertThat(PackedBody.unpack(taken(body), MAX_BYTES, budget)).isEqualTo(body);
    assertThat(budget.take(2_000 - body.length)).isTrue();
    assertThat(budget.take(1)).isFalse();
  }

  @Test
  void smallBodyThatUnpacksToALargeOneIsRefused() throws IOException {
    byte[] bomb = taken(new byte[10_000]);
    assertThat(bomb).hasSizeLessThan(MAX_BYTES);
    assertThatThrownBy(() -> PackedBody.unpack(bomb, MAX_BYTES, budget))
        .isInstanceOf(BodyReader.TooLargeException.class);
    assertThat(budget.take(2_000)).isTrue();
  }

  @Test
  void whatGzipDidNotWriteIsRefused() {
    assertThat(budget.take(3)).isTrue();
    assertThatThrownBy(() -> PackedBody.unpack(new byte[] {1, 2, 3}, MAX_BYTES, budget))
        .isInstanceOf(PackedBody.BrokenException.class);
    assertThat(budget.take(2_000)).isTrue();
  }
}
