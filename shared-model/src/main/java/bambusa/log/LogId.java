package bambusa.log;

import bambusa.bytes.MalformedException;

/**
 * Number of a log among an author's logs, an unsigned 64-bit integer.
 *
 * @param value all 64 bits count; negative stands for 2^63 and more
 */
public record LogId(long value) implements Comparable<LogId> {

  /** Reads a decimal number, 0…2^64−1 (p2panda.md 6.4). */
  public static LogId parse(String decimal) throws MalformedException {
    return new LogId(Decimal.parse("log id", decimal));
  }

  @Override
  public int compareTo(LogId other) {
    return Long.compareUnsigned(value, other.value);
  }

  /** Decimal. */
  @Override
  public String toString() {
    return Long.toUnsignedString(value);
  }
}
