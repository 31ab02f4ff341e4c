package bambusa.ingest;

import bambusa.log.EncodedEntry;
import java.util.List;

/**
 * Judges the signatures of many entries under the one rule of replication.md 6. The relay does it
 * on a pool of threads, the leecher in its workers; both run the same batch verifier.
 */
public interface SignatureJudge {

  /** For each entry whether its last 64 bytes sign all bytes before them with its author's key. */
  boolean[] judge(List<EncodedEntry> entries);
}
