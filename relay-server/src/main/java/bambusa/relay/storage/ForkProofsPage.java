package bambusa.relay.storage;

import bambusa.ingest.ForkProof;
import java.util.List;

/**
 * A page of fork proofs (replication.md 2, {@code forkProofs}).
 *
 * @param proofs in order of arrival
 * @param endCursor to go on from, on an empty page too
 */
public record ForkProofsPage(
    List<ForkProof> proofs, ReplicationCursor endCursor, boolean hasNextPage) {

  /** Copies the list. */
  public ForkProofsPage {
    proofs = List.copyOf(proofs);
  }
}
