package bambusa.relay.storage;

import bambusa.crypto.Hash;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.ForkProof;
import bambusa.ingest.LogFact;
import bambusa.log.SeqNum;
import org.jspecify.annotations.Nullable;

/** The row of a log as the writer is changing it. */
final class LogHead {

  final long logKey;
  final long authorKey;
  final long logId;

  /** Unsigned. */
  long height;

  long newestArrival;
  @Nullable DocumentFact document;
  @Nullable ForkProof fork;

  /** Hash of the newest entry, where the writer happens to know it. */
  @Nullable Hash newest;

  boolean isStored;

  LogHead(long logKey, long authorKey, long logId) {
    this.logKey = logKey;
    this.authorKey = authorKey;
    this.logId = logId;
  }

  boolean isNewest(SeqNum seqNum) {
    return newest != null && seqNum.value() == height;
  }

  boolean mayHold(SeqNum seqNum) {
    return Long.compareUnsigned(seqNum.value(), height) <= 0;
  }

  LogFact fact() {
    return new LogFact(height, document, fork);
  }
}
