package bambusa.replication;

import bambusa.bytes.ByteWriter;
import bambusa.bytes.Hex;
import bambusa.crypto.Hash;
import bambusa.log.LogKey;

/**
 * A log and how far it is stored.
 *
 * @param height sequence number of the newest entry, unsigned
 * @param tag of the newest entry's hash, by which two branches of the same height are told apart; 0
 *     where it is not known
 */
public record LogHeight(LogKey log, long height, long tag) {

  private static final int HASH_HEADER = 2;

  /** A log whose newest entry is not known. */
  public LogHeight(LogKey log, long height) {
    this(log, height, 0);
  }

  /** The first 64 bits of the digest, or 1 where these are 0. */
  public static long tag(Hash newest) {
    byte[] bytes = newest.bytes();
    long tag = 0;
    for (int i = HASH_HEADER; i < HASH_HEADER + 8; i++) {
      tag = tag << 8 | bytes[i] & 0xff;
    }
    return tag == 0 ? 1 : tag;
  }

  /** As it travels beside its author: {@code logId:seqNum}, with {@code :tag} where it is known. */
  public String text() {
    String text = log.logId() + ":" + Long.toUnsignedString(height);
    return tag == 0 ? text : text + ":" + Hex.encode(new ByteWriter(8).bigEndian(tag, 8).toBytes());
  }

  /** Whether a peer that holds this has something that is lacking where the other is held. */
  boolean isAheadOf(LogHeight other) {
    return Long.compareUnsigned(height, other.height) > 0
        || height == other.height && height != 0 && differs(other.tag);
  }

  private boolean differs(long other) {
    return tag != 0 && other != 0 && tag != other;
  }
}
