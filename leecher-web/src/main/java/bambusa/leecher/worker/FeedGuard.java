package bambusa.leecher.worker;

import bambusa.replication.FeedPage;
import org.jspecify.annotations.Nullable;

/**
 * Holds a relay to the promises that keep a feed finite: cursors advance, and pages bring
 * something. A relay that is merely confused and one that means harm look the same, and both are
 * left alone.
 */
final class FeedGuard {

  /** So many pages in a row may bring nothing, though each said that more could be had at once. */
  static final int MAX_USELESS_PAGES = 16;

  private int uselessPages;
  private long duplicates;

  /**
   * Looks at a page as it came.
   *
   * @param askedFrom the cursor that was sent; null = from the start
   */
  void arrived(FeedPage page, @Nullable String askedFrom) throws RelayException {
    boolean advanced = page.reset() || !page.endCursor().equals(askedFrom);
    boolean empty = page.entries().isEmpty() && page.forkProofs().isEmpty();
    if (!advanced && (page.hasNextPage() || !empty)) {
      throw RelayException.refused("the relay's cursor does not advance");
    }
    if (page.reset()) {
      if (askedFrom == null) {
        throw RelayException.refused("the relay refused a cursor it was not sent");
      }
      duplicates = 0;
    }
  }

  /**
   * Looks at what became of a page.
   *
   * @param stored how many of its entries were new
   * @param known how many of them were stored before
   * @param held how many entries are stored at all; a relay may send each again once, after a reset
   */
  void decided(FeedPage page, int stored, int known, int held) throws RelayException {
    duplicates += known;
    boolean useful = stored > 0 || known > 0 && duplicates <= held;
    uselessPages = useful || !page.hasNextPage() ? 0 : uselessPages + 1;
    if (uselessPages > MAX_USELESS_PAGES) {
      throw RelayException.refused("the relay sends pages without end that bring nothing new");
    }
  }
}
