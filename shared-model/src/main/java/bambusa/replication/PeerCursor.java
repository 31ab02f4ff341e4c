package bambusa.replication;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far the store of a peer is read, and whether what the peer says of that can be true. */
final class PeerCursor {

  private static final int MAX_EMPTY_PAGES = 16;

  private String storeId = "";
  private @Nullable String cursor;

  /** One that the peer no longer knew. */
  private @Nullable String lost;

  private int emptyPages;

  /** Begins with a store, where it was read to before. */
  void begin(String peerStoreId, Optional<String> known) {
    storeId = peerStoreId;
    cursor = known.filter(last -> !last.equals(lost)).orElse(null);
    emptyPages = 0;
  }

  /** Null for the start. */
  @Nullable String value() {
    return cursor;
  }

  void toStart() {
    cursor = null;
  }

  /** A peer that does not know its cursor any more has another store, or lost some of it. */
  Optional<String> loss(boolean reset) {
    if (!reset || cursor == null) {
      return Optional.empty();
    }
    lost = cursor;
    return Optional.of("the peer does not know the cursor " + cursor + " any more");
  }

  /** What no honest peer tells of where a page ends. */
  Optional<String> offence(String endCursor, boolean hasNextPage, boolean empty) {
    emptyPages = hasNextPage && empty ? emptyPages + 1 : 0;
    if ((hasNextPage || !empty) && endCursor.equals(cursor)) {
      return Optional.of("the cursor " + cursor + " does not advance although there is more");
    }
    return emptyPages > MAX_EMPTY_PAGES
        ? Optional.of("page after page is empty although there is more")
        : Optional.empty();
  }

  void advance(String endCursor) {
    cursor = endCursor;
  }

  /** To be kept with what was read; null at the start. */
  Step.@Nullable SavedCursor saved() {
    return cursor == null ? null : new Step.SavedCursor(storeId, cursor);
  }
}
