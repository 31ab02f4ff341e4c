package bambusa.bytes;

/**
 * The order of byte strings: byte by byte, unsigned, the shorter first. It equals the order of
 * their lower-case hex.
 */
public final class ByteOrder {

  private ByteOrder() {}

  public static int compare(byte[] left, byte[] right) {
    int common = Math.min(left.length, right.length);
    for (int i = 0; i < common; i++) {
      int difference = (left[i] & 0xff) - (right[i] & 0xff);
      if (difference != 0) {
        return difference;
      }
    }
    return left.length - right.length;
  }
}
