package bambusa.ingest;

import bambusa.crypto.Hash;
import bambusa.log.LogPosition;
import java.util.List;

/**
 * One stored operation of a document, kept or not, with what it stands on.
 *
 * @param previous the operations it names as the tips it has seen; empty for a CREATE
 */
public record GraphNode(
    Hash operationId, LogPosition position, List<Hash> previous, Standing standing) {

  public GraphNode {
    previous = List.copyOf(previous);
  }
}
