package bambusa.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

  @Test
  void textOfReadableLengthIsKept() {
    assertThat(Excerpt.of("a".repeat(1_000))).isEqualTo("a".repeat(1_000));
  }

  @Test
  void longerTextIsCutButNoSurrogatePair() {
    assertThat(Excerpt.of("a".repeat(1_001))).isEqualTo("a".repeat(1_000) + '…');
    assertThat(Excerpt.of("a".repeat(999) + "😀")).isEqualTo("a".repeat(999) + '…');
    assertThat(Excerpt.of("a".repeat(998) + "😀b")).isEqualTo("a".repeat(998) + "😀…");
  }

  @Test
  void messagesAboutForeignBytesAreExcerpts() {
    assertThat(new MalformedException("a".repeat(100_000))).hasMessage("a".repeat(1_000) + '…');
  }
}
