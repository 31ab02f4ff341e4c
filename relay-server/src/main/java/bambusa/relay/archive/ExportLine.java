package bambusa.relay.archive;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.relay.ingest.EncodedForkProof;
import java.util.List;

/** One line of an export file behind its header. */
public sealed interface ExportLine {

  /** Counted from 1, the header. */
  long number();

  /** A proof of a fork. */
  record Proof(long number, EncodedForkProof proof) implements ExportLine {}

  /** Entries to be ingested in one step. */
  record Entries(long number, List<EncodedEntryAndOperation> together) implements ExportLine {
    public Entries {
      together = List.copyOf(together);
    }
  }
}
