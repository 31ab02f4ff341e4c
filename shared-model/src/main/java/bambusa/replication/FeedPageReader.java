package bambusa.replication;

import bambusa.bytes.MalformedException;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.EncodedEntry;
import bambusa.replication.FeedPage.EncodedForkProof;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link FeedPage}s out of the bytes of GraphQL responses. No JSON tree is built: a page of a
 * thousand entries would cost more to build than to verify. Any order of members and any space
 * between them is fine.
 */
public final class FeedPageReader {

  private static final byte[] ENTRIES_SINCE = JsonScanner.ascii("entriesSince");
  private static final byte[] ENTRIES = JsonScanner.ascii("entries");
  private static final byte[] FORK_PROOFS = JsonScanner.ascii("forkProofs");
  private static final byte[] END_CURSOR = JsonScanner.ascii("endCursor");
  private static final byte[] HAS_NEXT_PAGE = JsonScanner.ascii("hasNextPage");
  private static final byte[] RESET = JsonScanner.ascii("reset");
  private static final byte[] REMAINING = JsonScanner.ascii("remaining");
  private static final byte[] FIRST = JsonScanner.ascii("first");
  private static final byte[] SECOND = JsonScanner.ascii("second");

  private static final int MAX_CURSOR_BYTES = 1_024;

  private final int maxEntries;
  private final int maxBytes;

  /** Refuses pages of more entries or proofs, and responses of more bytes. */
  public FeedPageReader(int maxEntries, int maxBytes) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  /**
   * @throws MalformedException when the bytes are no GraphQL response to a feed query, or above the
   *     bounds
   */
  public Answer<FeedPage> read(byte[] response) throws MalformedException {
    if (response.length > maxBytes) {
      throw new MalformedException(
          "expected a page of at most " + maxBytes + " bytes, got " + response.length);
    }
    return ResponseScanner.scan(response, this::data);
  }

  private FeedPage data(JsonScanner in) throws MalformedException {
    @Nullable FeedPage page = null;
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(ENTRIES_SINCE)) {
        page = in.nextIsNull() ? null : page(in);
      } else {
        in.skip();
      }
    }
    return JsonMember.required("entriesSince", page);
  }

  private FeedPage page(JsonScanner in) throws MalformedException {
    List<EncodedEntryAndOperation> entries = new ArrayList<>();
    List<EncodedForkProof> forkProofs = new ArrayList<>();
    @Nullable String endCursor = null;
    boolean hasNextPage = false;
    boolean reset = false;
    long remaining = 0;
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(ENTRIES)) {
        EntryScanner.entries(in, maxEntries, entries);
      } else if (in.named(FORK_PROOFS)) {
        forkProofs(in, maxEntries, forkProofs);
      } else if (in.named(END_CURSOR)) {
        endCursor = in.text(MAX_CURSOR_BYTES);
      } else if (in.named(HAS_NEXT_PAGE)) {
        hasNextPage = in.bool();
      } else if (in.named(RESET)) {
        reset = in.bool();
      } else if (in.named(REMAINING)) {
        remaining = in.decimal();
      } else {
        in.skip();
      }
    }
    return new FeedPage(
        entries,
        forkProofs,
        JsonMember.required("endCursor", endCursor),
        hasNextPage,
        reset,
        remaining);
  }

  static void forkProofs(JsonScanner in, int maxProofs, List<EncodedForkProof> forkProofs)
      throws MalformedException {
    in.open('[');
    while (in.another(']')) {
      if (forkProofs.size() == maxProofs) {
        throw new MalformedException("expected at most " + maxProofs + " fork proofs, got more");
      }
      forkProofs.add(forkProof(in));
    }
  }

  /**
   * The proof's position is taken from the entries themselves; what is written beside is skipped.
   */
  private static EncodedForkProof forkProof(JsonScanner in) throws MalformedException {
    @Nullable EncodedEntry first = null;
    @Nullable EncodedEntry second = null;
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(FIRST)) {
        first = EntryScanner.encodedEntry(in);
      } else if (in.named(SECOND)) {
        second = EntryScanner.encodedEntry(in);
      } else {
        in.skip();
      }
    }
    return new EncodedForkProof(
        JsonMember.required("first", first), JsonMember.required("second", second));
  }
}
