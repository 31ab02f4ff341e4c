package bambusa.ingest;

import bambusa.crypto.Hash;
import bambusa.log.LogId;
import bambusa.log.SeqNum;
import bambusa.log.Skiplink;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a client must sign into its next entry (p2panda.md 4.2 and 6.1). Nothing is reserved by
 * giving it out.
 */
public record NextArgs(
    LogId logId, SeqNum seqNum, @Nullable Hash backlink, @Nullable Hash skiplink) {

  /**
   * The beginning of a new log.
   *
   * @param highestLogId highest log id known of the author, forked logs included; empty for none
   * @return empty when the author has used up all log ids
   */
  public static Optional<NextArgs> newLog(OptionalLong highestLogId) {
    if (highestLogId.isPresent() && highestLogId.getAsLong() == -1) {
      return Optional.empty();
    }
    long logId = highestLogId.isPresent() ? highestLogId.getAsLong() + 1 : 0;
    return Optional.of(new NextArgs(new LogId(logId), SeqNum.FIRST, null, null));
  }

  /**
   * Where the skiplink of the entry after {@code height} leads; empty where it must not be encoded,
   * so be null.
   */
  public static Optional<SeqNum> skiplinkTarget(SeqNum height) {
    SeqNum next = new SeqNum(height.value() + 1);
    return Skiplink.isEncoded(next)
        ? Optional.of(new SeqNum(Skiplink.target(next.value())))
        : Optional.empty();
  }

  /** The continuation of a log whose newest entry is at {@code height}, which is below 2^64 − 1. */
  public static NextArgs after(LogId logId, SeqNum height, Hash newest, @Nullable Hash skiplink) {
    return new NextArgs(logId, new SeqNum(height.value() + 1), newest, skiplink);
  }
}
