package bambusa.relay.ingest;

import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.replication.TargetSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a peer answered, to be ingested in one step.
 *
 * @param asked which documents it was asked for
 * @param progress to be kept in the same transaction; null when the page does not belong to a feed
 */
public record PeerPage(
    List<EncodedEntryAndOperation> entries,
    List<EncodedForkProof> forkProofs,
    DocumentChoice asked,
    @Nullable Progress progress) {

  /**
   * How far a feed has come with a page.
   *
   * @param peer its address
   * @param cursor its end cursor, as it gave it
   */
  public record Progress(String peer, TargetSet target, String cursor) {}

  /** Copies the lists. */
  public PeerPage {
    entries = List.copyOf(entries);
    forkProofs = List.copyOf(forkProofs);
  }
}
