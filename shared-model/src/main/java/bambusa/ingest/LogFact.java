package bambusa.ingest;

import bambusa.log.SeqNum;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of one log.
 *
 * @param height sequence number of the newest kept entry, 0 for none; unsigned
 * @param document the document whose operations the log holds; null while it holds none
 * @param fork proof that the log ends before {@code fork.seqNum()}; null while it is whole
 */
public record LogFact(long height, @Nullable DocumentFact document, @Nullable ForkProof fork) {

  /** A log of which nothing is stored. */
  public static final LogFact EMPTY = new LogFact(0, null, null);

  /** Whether a fork puts this position outside of the log. */
  public boolean endsBefore(SeqNum seqNum) {
    return fork != null && fork.seqNum().compareTo(seqNum) <= 0;
  }

  /** Whether a kept entry is stored at this position. */
  public boolean holds(SeqNum seqNum) {
    return Long.compareUnsigned(seqNum.value(), height) <= 0;
  }
}
