package bambusa.leecher.worker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.EncodedEntry;
import bambusa.replication.FeedPage;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FeedGuardTest {

  private final FeedGuard guard = new FeedGuard();

  @Test
  void emptyPageMayKeepItsCursor() {
    assertThatCode(() -> guard.arrived(page("c", false, false, 0), "c")).doesNotThrowAnyException();
  }

  @Test
  void pageWithEntriesMustAdvance() {
    assertThatThrownBy(() -> guard.arrived(page("c", false, false, 1), "c"))
        .isInstanceOf(RelayException.class)
        .hasMessageContaining("does not advance");
  }

  @Test
  void pageThatSaysThereIsMoreMustAdvance() {
    assertThatThrownBy(() -> guard.arrived(page("c", true, false, 0), "c"))
        .hasMessageContaining("does not advance");
  }

  @Test
  void resetOfACursorThatWasNotSentIsRefused() {
    assertThatThrownBy(() -> guard.arrived(page("c", true, true, 1), null))
        .hasMessageContaining("not sent");
  }

  @Test
  void uselessPagesEndTheSession() throws RelayException {
    FeedPage page = page("c", true, false, 1);
    for (int i = 0; i < FeedGuard.MAX_USELESS_PAGES; i++) {
      guard.decided(page, 0, 0, 10);
    }
    assertThatThrownBy(() -> guard.decided(page, 0, 0, 10)).hasMessageContaining("nothing new");
  }

  @Test
  void whatIsStoredMayBeSentAgainOnce() throws RelayException {
    FeedPage page = page("c", true, false, 10);
    for (int i = 0; i < 100; i++) {
      guard.decided(page, 0, 10, 1_000);
    }
    assertThatThrownBy(
            () -> {
              for (int i = 0; i <= FeedGuard.MAX_USELESS_PAGES; i++) {
                guard.decided(page, 0, 10, 1_000);
              }
            })
        .hasMessageContaining("nothing new");
  }

  @Test
  void oneNewEntryIsUseful() throws RelayException {
    FeedPage page = page("c", true, false, 1);
    for (int i = 0; i < 10 * FeedGuard.MAX_USELESS_PAGES; i++) {
      guard.decided(page, i % FeedGuard.MAX_USELESS_PAGES == 0 ? 1 : 0, 0, 10);
    }
  }

  private static FeedPage page(String cursor, boolean hasNextPage, boolean reset, int entries) {
    EncodedEntryAndOperation entry =
        new EncodedEntryAndOperation(new EncodedEntry(new byte[] {1}), null);
    return new FeedPage(
        java.util.Collections.nCopies(entries, entry), List.of(), cursor, hasNextPage, reset, 0);
  }
}
