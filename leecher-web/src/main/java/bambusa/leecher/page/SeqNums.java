package bambusa.leecher.page;

import org.jspecify.annotations.Nullable;

/** Seq nums come as text; to draw them they must be small numbers. */
final class SeqNums {
  /**
   * Far above what a browser can store of one log, and far enough from the largest {@code int} to
   * be added to.
   */
  static final int HIGHEST = 999_999_999;

  private SeqNums() {}

  /**
   * 0 for none. What is too large to be drawn becomes {@link #HIGHEST}: no stored log reaches it.
   */
  static int drawable(@Nullable String seqNum) {
    if (seqNum == null || seqNum.isEmpty()) {
      return 0;
    }
    return seqNum.length() > 9 ? HIGHEST : Integer.parseInt(seqNum);
  }
}
