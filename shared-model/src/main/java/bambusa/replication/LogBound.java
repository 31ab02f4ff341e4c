package bambusa.replication;

import bambusa.bytes.ByteOrder;
import bambusa.bytes.ByteWriter;
import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import bambusa.crypto.PublicKey;
import bambusa.log.LogKey;
import java.util.Arrays;

/**
 * Where a range of logs begins or ends: a log's key, public key ‖ log id as u64, or the first bytes
 * of one. Left out bytes count as zero. Short bounds keep a comparison of large stores small on the
 * wire.
 */
public final class LogBound implements Comparable<LogBound> {

  /** Size of a whole key in bytes. */
  public static final int SIZE = PublicKey.SIZE + 8;

  /** Before every log. */
  public static final LogBound LOWEST = new LogBound(new byte[0]);

  /** Without trailing zeros, so that equal bounds have equal bytes. */
  private final byte[] bytes;

  private LogBound(byte[] owned) {
    this.bytes = owned;
  }

  /** The key of a log. */
  public static LogBound of(LogKey log) {
    ByteWriter key =
        new ByteWriter(SIZE).bytes(log.author().bytes()).bigEndian(log.logId().value(), 8);
    return fromBytes(key.toBytes());
  }

  static LogBound fromBytes(byte[] key) {
    int length = key.length;
    while (length > 0 && key[length - 1] == 0) {
      length--;
    }
    return new LogBound(Arrays.copyOf(key, length));
  }

  /** Reads up to 80 hex digits of either case. */
  public static LogBound parse(String hex) throws MalformedException {
    byte[] bytes = Hex.decode(hex);
    if (bytes.length > SIZE) {
      throw new MalformedException(
          "expected a log key of at most 80 hex digits, got " + hex.length());
    }
    return fromBytes(bytes);
  }

  /** The shortest bound above one key and not above the next one. */
  static LogBound between(byte[] below, byte[] above) {
    int common = 0;
    while (below[common] == above[common]) {
      common++;
    }
    return fromBytes(Arrays.copyOf(above, common + 1));
  }

  /** All 40 bytes. */
  byte[] bytes() {
    return Arrays.copyOf(bytes, SIZE);
  }

  @Override
  public int compareTo(LogBound other) {
    return ByteOrder.compare(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogBound bound && Arrays.equals(bytes, bound.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Lower-case hex without trailing zero bytes. */
  @Override
  public String toString() {
    return Hex.encode(bytes);
  }
}
