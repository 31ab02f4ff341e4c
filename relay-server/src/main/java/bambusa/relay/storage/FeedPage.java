package bambusa.relay.storage;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.ForkProof;
import java.util.List;

/**
 * A page of the feed (replication.md 2, {@code entriesSince}).
 *
 * @param entries in order of arrival
 * @param forkProofs whose arrival index the page covers, in that order
 * @param endCursor to go on from, on an empty page too
 * @param hasNextPage whether more is stored behind this page
 * @param reset whether the cursor asked with was of another store, so that this page begins at the
 *     start
 * @param remaining how many entries are stored behind this page
 */
public record FeedPage(
    List<EncodedEntryAndOperation> entries,
    List<ForkProof> forkProofs,
    ReplicationCursor endCursor,
    boolean hasNextPage,
    boolean reset,
    long remaining) {

  /** Copies the lists. */
  public FeedPage {
    entries = List.copyOf(entries);
    forkProofs = List.copyOf(forkProofs);
  }

  /** Whether there is nothing in it to tell, so that the asker may rather wait. */
  public boolean isEmpty() {
    return entries.isEmpty() && forkProofs.isEmpty();
  }
}
