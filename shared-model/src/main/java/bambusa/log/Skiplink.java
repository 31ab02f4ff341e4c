package bambusa.log;

/**
 * Where skiplinks lead (p2panda.md 1.3). With c(k) = (3^k − 1) / 2 = 1, 4, 13, 40, …, they make
 * every entry reachable from every later one in logarithmically many steps.
 */
public final class Skiplink {

  /** c(41) = 18236498188585393201, the largest c(k) below 2^64. */
  private static final long LARGEST_C = 0xfd150e7b3dafdc31L;

  private Skiplink() {}

  /**
   * The lipmaa link target of a sequence number: 0 for 1, otherwise at least 1. All 64 bits of both
   * count.
   */
  public static long target(long seqNum) {
    if (seqNum == 0) {
      throw new IllegalArgumentException("sequence numbers begin with 1");
    }
    long c = largestCNotAbove(seqNum);
    if (c == seqNum) {
      // c(k) − 3^(k−1) is the c before it.
      return Long.divideUnsigned(c - 1, 3);
    }
    long rest = seqNum;
    while (c != rest) {
      rest -= c;
      c = largestCNotAbove(rest);
    }
    return seqNum - rest;
  }

  /** Whether an entry carries its skiplink: not at 1, nor where it would equal the backlink. */
  public static boolean isEncoded(SeqNum seqNum) {
    return !seqNum.isFirst() && target(seqNum.value()) != seqNum.value() - 1;
  }

  /** The smallest c(k) that is not below a sequence number, or 0 where none fits into 64 bits. */
  static long smallestCNotBelow(long seqNum) {
    long c = largestCNotAbove(seqNum);
    if (c == seqNum) {
      return c;
    }
    return c == LARGEST_C ? 0 : 3 * c + 1;
  }

  private static long largestCNotAbove(long n) {
    long c = 1;
    while (c != LARGEST_C && Long.compareUnsigned(3 * c + 1, n) <= 0) {
      c = 3 * c + 1;
    }
    return c;
  }
}
