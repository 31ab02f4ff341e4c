package bambusa.relay.ingest;

import bambusa.ingest.IngestResult;
import java.util.List;

/**
 * What became of a peer's page; stored is on disk.
 *
 * @param entries in the order of the page
 * @param refusedProofs how many of its fork proofs prove nothing
 */
public record PeerPageResult(List<IngestResult> entries, int refusedProofs) {

  /** Copies the list. */
  public PeerPageResult {
    entries = List.copyOf(entries);
  }
}
