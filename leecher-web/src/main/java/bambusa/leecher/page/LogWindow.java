package bambusa.leecher.page;

/** The entries of a log that are drawn at once: all of a short log, else a hundred. */
record LogWindow(int from, int to) {
  static final int SIZE = 100;

  /** The window that holds this entry. */
  static LogWindow around(int seqNum) {
    int from = (Math.max(1, seqNum) - 1) / SIZE * SIZE + 1;
    return new LogWindow(from, from + SIZE - 1);
  }

  boolean holds(int seqNum) {
    return from <= seqNum && seqNum <= to;
  }

  boolean isFirst() {
    return from == 1;
  }

  boolean isLast(int logHeight) {
    return to >= logHeight;
  }

  /** The seq num to show to get to the window before. */
  int before() {
    return from - 1;
  }

  /** The seq num to show to get to the window after. */
  int after() {
    return to + 1;
  }
}
