package bambusa.relay.storage;

import bambusa.ingest.DocumentFact;
import java.util.Set;

/**
 * What a transaction has made visible.
 *
 * @param newestArrival index of the newest entry or proof there is now
 * @param documents that have a new entry, or a log that was forked
 * @param unknownForked whether a log was forked that may be of any document
 */
public record Committed(long newestArrival, Set<DocumentFact> documents, boolean unknownForked) {

  /** Copies the set. */
  public Committed {
    documents = Set.copyOf(documents);
  }
}
