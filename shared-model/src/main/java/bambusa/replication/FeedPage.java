package bambusa.replication;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.EncodedEntry;
import java.util.List;

/**
 * One answer of {@code entriesSince} (replication.md 2), as it came: nothing in it is verified.
 *
 * @param entries in the order of the relay's arrival index
 * @param forkProofs with an arrival index that this page covers
 * @param endCursor to ask from next; opaque
 * @param hasNextPage whether more can be had at once
 * @param reset whether the cursor asked from was of another store, so that the answer is from the
 *     start
 * @param remaining how many entries are left behind this page; unsigned
 */
public record FeedPage(
    List<EncodedEntryAndOperation> entries,
    List<EncodedForkProof> forkProofs,
    String endCursor,
    boolean hasNextPage,
    boolean reset,
    long remaining) {

  public FeedPage {
    entries = List.copyOf(entries);
    forkProofs = List.copyOf(forkProofs);
  }

  /** Two entries that are claimed to contradict each other. */
  public record EncodedForkProof(EncodedEntry first, EncodedEntry second) {}
}
