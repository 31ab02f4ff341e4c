package bambusa.bytes;

/**
 * Hexadecimal text. Written in lower case; read in either case, since bytes are what counts
 * (p2panda.md 1.1, "Hex input").
 */
public final class Hex {

  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  /** What each character of ASCII is worth as a digit, -1 for none. */
  private static final byte[] VALUES = values();

  private Hex() {}

  private static byte[] values() {
    byte[] values = new byte[128];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) digit(i);
    }
    return values;
  }

  public static String encode(byte[] bytes) {
    return encode(bytes, 0, bytes.length);
  }

  public static String encode(byte[] bytes, int offset, int length) {
    char[] text = new char[length * 2];
    for (int i = 0; i < length; i++) {
      int octet = bytes[offset + i];
      text[2 * i] = DIGITS[(octet >> 4) & 15];
      text[2 * i + 1] = DIGITS[octet & 15];
    }
    return new String(text);
  }

  /**
   * Reads hex digits of either case.
   *
   * @throws MalformedException when the length is odd or a character is no hex digit
   */
  public static byte[] decode(String text) throws MalformedException {
    if ((text.length() & 1) != 0) {
      throw new MalformedException("expected an even number of hex digits, got " + text.length());
    }
    byte[] bytes = new byte[text.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      int octet = digit(text.charAt(2 * i)) << 4 | digit(text.charAt(2 * i + 1));
      if (octet < 0) {
        throw new MalformedException("expected hex digits at position " + 2 * i);
      }
      bytes[i] = (byte) octet;
    }
    return bytes;
  }

  /**
   * Fills bytes from hex digits of either case, two for each; by a table, as pages of entries are
   * read so.
   *
   * @return whether all of them were digits
   */
  public static boolean decode(byte[] ascii, int offset, byte[] into) {
    byte[] values = VALUES;
    int invalid = 0;
    for (int i = 0, at = offset; i < into.length; i++, at += 2) {
      int high = ascii[at];
      int low = ascii[at + 1];
      // Whatever is not ASCII is negative, and stays so.
      int octet = values[high & 127] << 4 | values[low & 127];
      invalid |= octet | high | low;
      into[i] = (byte) octet;
    }
    return invalid >= 0;
  }

  /**
   * The value of one hex digit, or -1. Negative results stay negative when combined by shift and
   * or.
   */
  public static int digit(int character) {
    if (character >= '0' && character <= '9') {
      return character - '0';
    }
    int lower = character | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
