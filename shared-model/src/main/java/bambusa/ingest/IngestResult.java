package bambusa.ingest;

import bambusa.crypto.Hash;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** What became of one entry. */
public sealed interface IngestResult {

  /** Stored, at the end of its log or as a forked operation that a kept entry needs. */
  record Accepted() implements IngestResult {}

  /** The same entry is stored already. */
  record Duplicate() implements IngestResult {}

  /**
   * Something of its past has not arrived. To be decided again when it has.
   *
   * @param missing hashes of entries to ask for
   * @param behindFork whether it is only worth keeping while something else waits for it, since its
   *     log ends before it
   */
  record Parked(Set<Hash> missing, boolean behindFork) implements IngestResult {

    public Parked {
      missing = Collections.unmodifiableSet(new TreeSet<>(missing));
    }

    Parked(Set<Hash> missing) {
      this(missing, false);
    }
  }

  /** Well-formed or not, it will never be stored here as it is. */
  record Rejected(Reason reason, String detail) implements IngestResult {}

  /**
   * It contradicts a stored entry: its log ends before it.
   *
   * @param detail what a publisher is told, the same as for every entry out of turn
   */
  record Forked(ForkProof proof, String detail) implements IngestResult {}
}
