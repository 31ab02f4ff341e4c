package bambusa.relay.storage;

import bambusa.ingest.ForkProof;
import java.util.List;

/**
 * A page of log heights (replication.md 2, {@code logHeights}).
 *
 * @param heights in order of the arrival of their newest entry
 * @param forkProofs whose arrival index the page covers, in that order
 * @param endCursor to go on from, with heights or with the feed
 * @param reset whether the cursor asked with was of another store
 */
public record LogHeightsPage(
    List<LogHeight> heights,
    List<ForkProof> forkProofs,
    ReplicationCursor endCursor,
    boolean hasNextPage,
    boolean reset) {

  /** Copies the lists. */
  public LogHeightsPage {
    heights = List.copyOf(heights);
    forkProofs = List.copyOf(forkProofs);
  }

  /** Whether there is nothing in it to tell, so that the asker may rather wait. */
  public boolean isEmpty() {
    return heights.isEmpty() && forkProofs.isEmpty();
  }
}
