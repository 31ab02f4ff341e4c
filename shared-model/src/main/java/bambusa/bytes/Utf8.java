package bambusa.bytes;

import java.util.Comparator;

/**
 * Text as UTF-8, the only encoding of text in p2panda. Strict both ways: malformed bytes are
 * refused, not replaced.
 */
public final class Utf8 {

  /**
   * The order of the encoded bytes, which is the order of code points. {@link String#compareTo}
   * differs from it beyond U+FFFF.
   */
  public static final Comparator<String> ORDER = Utf8::compare;

  private static final int FIRST_SUPPLEMENTARY = 0x10000;
  private static final int LAST_CODE_POINT = 0x10ffff;

  private Utf8() {}

  /**
   * Encodes text.
   *
   * @throws IllegalArgumentException when the text holds half of a surrogate pair, which no UTF-8
   *     can express
   */
  public static byte[] encode(String text) {
    ByteWriter out = new ByteWriter(text.length());
    for (int i = 0; i < text.length(); i++) {
      int codePoint = text.codePointAt(i);
      if (codePoint >= FIRST_SUPPLEMENTARY) {
        i++;
      } else if (isSurrogate(codePoint)) {
        throw new IllegalArgumentException(
            "expected whole surrogate pairs, got half of one at " + i);
      }
      encode(codePoint, out);
    }
    return out.toBytes();
  }

  private static void encode(int codePoint, ByteWriter out) {
    if (codePoint < 0x80) {
      out.octet(codePoint);
      return;
    }
    if (codePoint < 0x800) {
      out.octet(0xc0 | codePoint >> 6);
    } else if (codePoint < FIRST_SUPPLEMENTARY) {
      out.octet(0xe0 | codePoint >> 12).octet(continuation(codePoint >> 6));
    } else {
      out.octet(0xf0 | codePoint >> 18);
      out.octet(continuation(codePoint >> 12)).octet(continuation(codePoint >> 6));
    }
    out.octet(continuation(codePoint));
  }

  private static int continuation(int bits) {
    return 0x80 | (bits & 0x3f);
  }

  /**
   * Decodes a whole array.
   *
   * @throws MalformedException when the bytes are not the shortest encoding of code points (RFC
   *     3629)
   */
  public static String decode(byte[] bytes) throws MalformedException {
    return decode(bytes, 0, bytes.length);
  }

  /** Decodes a part of an array, as {@link #decode(byte[])} does a whole one. */
  public static String decode(byte[] bytes, int offset, int length) throws MalformedException {
    char[] text = new char[length];
    int size = 0;
    ByteReader in = new ByteReader(bytes, offset, length);
    while (in.remaining() > 0) {
      int first = in.octet();
      int codePoint = first < 0x80 ? first : multiByte(first, in);
      if (codePoint < FIRST_SUPPLEMENTARY) {
        text[size++] = (char) codePoint;
      } else {
        text[size++] = Character.highSurrogate(codePoint);
        text[size++] = Character.lowSurrogate(codePoint);
      }
    }
    return new String(text, 0, size);
  }

  private static int multiByte(int first, ByteReader in) throws MalformedException {
    if (first < 0xc0) {
      throw malformed(in);
    }
    if (first < 0xe0) {
      return checked(continued(first & 0x1f, in), 0x80, in);
    }
    if (first < 0xf0) {
      return checked(continued(continued(first & 0x0f, in), in), 0x800, in);
    }
    if (first < 0xf8) {
      return checked(
          continued(continued(continued(first & 0x07, in), in), in), FIRST_SUPPLEMENTARY, in);
    }
    throw malformed(in);
  }

  private static int continued(int codePoint, ByteReader in) throws MalformedException {
    int octet = in.peek();
    if ((octet & 0xc0) != 0x80 || octet < 0) {
      throw malformed(in);
    }
    return codePoint << 6 | (in.octet() & 0x3f);
  }

  private static int checked(int codePoint, int least, ByteReader in) throws MalformedException {
    if (codePoint < least || codePoint > LAST_CODE_POINT || isSurrogate(codePoint)) {
      throw malformed(in);
    }
    return codePoint;
  }

  private static MalformedException malformed(ByteReader in) {
    return new MalformedException("expected UTF-8, got none before byte " + in.position());
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static int compare(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        // Halves of pairs stand for code points above all other characters, though their own
        // numbers are lower.
        boolean supplementary = isSurrogate(a);
        return supplementary == isSurrogate(b) ? a - b : supplementary ? 1 : -1;
      }
    }
    return left.length() - right.length();
  }
}
