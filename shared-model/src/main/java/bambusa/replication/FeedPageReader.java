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

  private static final String ENTRIES_SINCE = "entriesSince";
  private static final byte[] ENTRIES = JsonScanner.ascii("entries");
  private static final byte[] FORK_PROOFS = JsonScanner.ascii("forkProofs");
  private static final byte[] REMAINING = JsonScanner.ascii("remaining");
  private static final byte[] FIRST = JsonScanner.ascii("first");
  private static final byte[] SECOND = JsonScanner.ascii("second");

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
    return ResponseScanner.scan(
        response, in -> ResponseScanner.member(in, ENTRIES_SINCE, this::page));
  }

  private FeedPage page(JsonScanner in) throws MalformedException {
    List<EncodedEntryAndOperation> entries = new ArrayList<>();
    List<EncodedForkProof> forkProofs = new ArrayList<>();
    PageEnd end = new PageEnd();
    long remaining = 0;
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(ENTRIES)) {
        EntryScanner.entries(in, maxEntries, entries);
      } else if (in.named(FORK_PROOFS)) {
        forkProofs(in, maxEntries, forkProofs);
      } else if (in.named(REMAINING)) {
        remaining = in.decimal();
      } else {
        end.readOrSkip(in);
      }
    }
    return new FeedPage(
        entries, forkProofs, end.cursor(), end.hasNextPage(), end.reset(), remaining);
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
