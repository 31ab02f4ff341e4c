package bambusa.log;

import bambusa.bytes.MalformedException;

/**
 * Position of an entry in its log, an unsigned 64-bit integer from 1.
 *
 * @param value all 64 bits count, never 0
 */
public record SeqNum(long value) implements Comparable<SeqNum> {

  public static final SeqNum FIRST = new SeqNum(1);

  public SeqNum {
    if (value == 0) {
      throw new IllegalArgumentException("sequence numbers begin with 1");
    }
  }

  /** Reads a decimal number, 1…2^64−1 (p2panda.md 6.4). */
  public static SeqNum parse(String decimal) throws MalformedException {
    long value = Decimal.parse("sequence number", decimal);
    if (value == 0) {
      throw new MalformedException("expected a sequence number of at least 1, got 0");
    }
    return new SeqNum(value);
  }

  public boolean isFirst() {
    return value == 1;
  }

  /** Whether no entry can follow (p2panda.md 1.5). */
  public boolean isLast() {
    return value == -1;
  }

  @Override
  public int compareTo(SeqNum other) {
    return Long.compareUnsigned(value, other.value);
  }

  /** Decimal. */
  @Override
  public String toString() {
    return Long.toUnsignedString(value);
  }
}
