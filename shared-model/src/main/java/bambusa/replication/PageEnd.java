package bambusa.replication;

import bambusa.bytes.MalformedException;
import org.jspecify.annotations.Nullable;

/** The members by which every page tells where the next one begins. */
final class PageEnd {

  private static final byte[] END_CURSOR = JsonScanner.ascii("endCursor");
  private static final byte[] HAS_NEXT_PAGE = JsonScanner.ascii("hasNextPage");
  private static final byte[] RESET = JsonScanner.ascii("reset");

  private static final int MAX_CURSOR_BYTES = 1_024;

  private @Nullable String cursor;
  private boolean hasNextPage;
  private boolean reset;

  /** Reads the member that was named if it is one of these, else skips it. */
  void readOrSkip(JsonScanner in) throws MalformedException {
    if (in.named(END_CURSOR)) {
      cursor = in.text(MAX_CURSOR_BYTES);
    } else if (in.named(HAS_NEXT_PAGE)) {
      hasNextPage = in.bool();
    } else if (in.named(RESET)) {
      reset = in.bool();
    } else {
      in.skip();
    }
  }

  /** The cursor, without which a page is none. */
  String cursor() throws MalformedException {
    return JsonMember.required("endCursor", cursor);
  }

  boolean hasNextPage() {
    return hasNextPage;
  }

  /** Whether the relay begins anew; false where it does not say. */
  boolean reset() {
    return reset;
  }
}
