package bambusa.relay.storage;

/**
 * Where a page is cut.
 *
 * @param first most entries; 0 asks for none
 * @param maxBytes most bytes of entries and operations together; a page holds at least one entry
 *     all the same, so that the asker gets on
 */
public record PageLimits(int first, long maxBytes) {

  /** Refuses negative limits. */
  public PageLimits {
    if (first < 0 || maxBytes < 0) {
      throw new IllegalArgumentException("first " + first + ", maxBytes " + maxBytes);
    }
  }
}
