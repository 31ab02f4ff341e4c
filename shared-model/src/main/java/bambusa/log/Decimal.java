package bambusa.log;

import bambusa.bytes.MalformedException;

/** Unsigned 64-bit numbers as decimal text without sign or leading zeros. */
final class Decimal {

  private static final int MAX_DIGITS = 20;

  private Decimal() {}

  static long parse(String name, String text) throws MalformedException {
    boolean canonical = !text.isEmpty() && text.length() <= MAX_DIGITS;
    canonical &= text.length() == 1 || !text.startsWith("0");
    for (int i = 0; canonical && i < text.length(); i++) {
      canonical = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    // 20 digits overflow 64 bits exactly when they are above 18446744073709551615; equal length
    // compares as text.
    if (canonical && text.length() == MAX_DIGITS) {
      canonical = text.compareTo("18446744073709551615") <= 0;
    }
    if (!canonical) {
      throw new MalformedException(
          "expected a " + name + " as decimal string, got '" + shortened(text) + "'");
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      value = value * 10 + (text.charAt(i) - '0');
    }
    return value;
  }

  private static String shortened(String text) {
    return text.length() <= 2 * MAX_DIGITS ? text : text.substring(0, 2 * MAX_DIGITS) + "…";
  }
}
