package bambusa.replication;

import bambusa.bytes.MalformedException;
import bambusa.crypto.PublicKey;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import java.util.Arrays;

/** A run of logs in key order, packed: 48 bytes each. Keeps the sum of their fingerprints. */
final class LogBlock {

  /**
   * Half of it is hashed on average for a range that ends within a block; more blocks cost more to
   * add up.
   */
  static final int MAX_LOGS = 256;

  private final byte[] keys;
  private final long[] heights;
  private int count;
  private Fingerprint sum = Fingerprint.ZERO;

  LogBlock() {
    this.keys = new byte[LogBound.SIZE * MAX_LOGS];
    this.heights = new long[MAX_LOGS];
  }

  int count() {
    return count;
  }

  Fingerprint sum() {
    return sum;
  }

  byte[] key(int index) {
    int offset = index * LogBound.SIZE;
    return Arrays.copyOfRange(keys, offset, offset + LogBound.SIZE);
  }

  /** How many of its logs come before a key. */
  int rank(byte[] key) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(middle, key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int compare(int index, byte[] key) {
    int offset = index * LogBound.SIZE;
    for (int i = 0; i < LogBound.SIZE; i++) {
      int difference = (keys[offset + i] & 0xff) - (key[i] & 0xff);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private boolean holds(int index, byte[] key) {
    return index < count && compare(index, key) == 0;
  }

  /** Sets a log's height; 0 takes the log out. Returns by how many the count changed. */
  int put(byte[] key, long height) {
    int before = count;
    int index = rank(key);
    boolean held = holds(index, key);
    if (held) {
      sum = sum.minus(fingerprint(index));
    }
    if (height == 0 && held) {
      move(index + 1, index);
      count--;
    } else if (height != 0) {
      if (!held) {
        move(index, index + 1);
        System.arraycopy(key, 0, keys, index * LogBound.SIZE, LogBound.SIZE);
        count++;
      }
      heights[index] = height;
      sum = sum.plus(fingerprint(index));
    }
    return count - before;
  }

  private Fingerprint fingerprint(int index) {
    return Fingerprint.of(keys, index * LogBound.SIZE, heights[index]);
  }

  private void move(int from, int to) {
    System.arraycopy(
        keys, from * LogBound.SIZE, keys, to * LogBound.SIZE, (count - from) * LogBound.SIZE);
    System.arraycopy(heights, from, heights, to, count - from);
  }

  boolean full() {
    return count == MAX_LOGS;
  }

  /** Cuts the upper half off into a new block. */
  LogBlock split() {
    int kept = count / 2;
    LogBlock upper = new LogBlock();
    upper.count = count - kept;
    System.arraycopy(keys, kept * LogBound.SIZE, upper.keys, 0, upper.count * LogBound.SIZE);
    System.arraycopy(heights, kept, upper.heights, 0, upper.count);
    upper.sum = upper.sum(0, upper.count);
    count = kept;
    sum = sum.minus(upper.sum);
    return upper;
  }

  /** The sum of some of its logs, by hashing each. */
  Fingerprint sum(int from, int to) {
    Fingerprint part = Fingerprint.ZERO;
    for (int index = from; index < to; index++) {
      part = part.plus(fingerprint(index));
    }
    return part;
  }

  LogHeight height(int index) {
    int offset = index * LogBound.SIZE;
    long logId = 0;
    for (int i = PublicKey.SIZE; i < LogBound.SIZE; i++) {
      logId = logId << 8 | keys[offset + i] & 0xff;
    }
    try {
      PublicKey author =
          PublicKey.fromBytes(Arrays.copyOfRange(keys, offset, offset + PublicKey.SIZE));
      return new LogHeight(new LogKey(author, new LogId(logId)), heights[index]);
    } catch (MalformedException e) {
      throw new IllegalStateException("32 bytes are a public key", e);
    }
  }
}
