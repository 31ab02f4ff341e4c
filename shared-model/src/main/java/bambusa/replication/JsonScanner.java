package bambusa.replication;

import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import bambusa.bytes.Utf8;

/**
 * Reads JSON from its UTF-8 bytes, front to back, without making a tree of it: what is asked for is
 * taken straight from the bytes, the rest is skipped. Every size is bounded before it is allocated.
 *
 * <pre>
 * in.open('{');
 * while (in.another('}')) {
 *   in.name();
 *   if (in.named(ENTRY)) { entry = in.hex(MAX); } else { in.skip(); }
 * }
 * </pre>
 */
final class JsonScanner {

  /** Deeper than any answer of ours, and so little that a hostile one costs nothing. */
  private static final int MAX_DEPTH = 32;

  private static final int MAX_DECIMAL_DIGITS = 20;
  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");

  private final byte[] bytes;
  private int position;
  private boolean afterOpening;
  private int nameStart;
  private int nameEnd;
  private int contentStart;

  /** Reads the array as it is: the caller must not change it meanwhile. */
  JsonScanner(byte[] bytes) {
    this.bytes = bytes;
  }

  static byte[] ascii(String text) {
    return Utf8.encode(text);
  }

  /** Enters an object or an array. */
  void open(char bracket) throws MalformedException {
    expect(bracket);
    afterOpening = true;
  }

  /** Whether one more member or element follows; otherwise leaves the object or array. */
  boolean another(char closingBracket) throws MalformedException {
    if (peek() == closingBracket) {
      position++;
      afterOpening = false;
      return false;
    }
    if (!afterOpening) {
      expect(',');
    }
    afterOpening = false;
    return true;
  }

  /** Reads the name of a member. */
  void name() throws MalformedException {
    nameEnd = string();
    nameStart = contentStart;
    expect(':');
  }

  /** Whether the name read last is this one, written without escapes. */
  boolean named(byte[] ascii) {
    if (nameEnd - nameStart != ascii.length) {
      return false;
    }
    for (int i = 0; i < ascii.length; i++) {
      if (bytes[nameStart + i] != ascii[i]) {
        return false;
      }
    }
    return true;
  }

  /** Reads {@code null} if it comes next. */
  boolean nextIsNull() throws MalformedException {
    return peek() == 'n' && literal(NULL);
  }

  boolean bool() throws MalformedException {
    if (peek() == 't') {
      return literal(TRUE);
    }
    return !literal(FALSE);
  }

  /** Reads hex digits of either case, of at most so many bytes. */
  byte[] hex(int maxBytes) throws MalformedException {
    int end = string();
    int digits = end - contentStart;
    if ((digits & 1) != 0) {
      throw new MalformedException("expected an even number of hex digits, got " + digits);
    }
    if (digits / 2 > maxBytes) {
      throw new MalformedException(
          "expected at most " + maxBytes + " bytes as hex, got " + digits / 2);
    }
    byte[] decoded = new byte[digits / 2];
    if (!Hex.decode(bytes, contentStart, decoded)) {
      throw new MalformedException("expected hex digits at byte " + contentStart);
    }
    return decoded;
  }

  /** Reads a text of at most so many bytes. */
  String text(int maxBytes) throws MalformedException {
    int end = string();
    int length = end - contentStart;
    if (length > maxBytes) {
      throw new MalformedException("expected a text of at most " + maxBytes + " bytes");
    }
    String raw = Utf8.decode(bytes, contentStart, length);
    return raw.indexOf('\\') < 0 ? raw : JsonText.unescaped(raw);
  }

  /** Reads an unsigned number of 64 bits, as decimal text or as a plain number. */
  long decimal() throws MalformedException {
    int start;
    int end;
    if (peek() == '"') {
      end = string();
      start = contentStart;
    } else {
      start = position;
      while (position < bytes.length && isDigit(bytes[position])) {
        position++;
      }
      end = position;
    }
    if (end == start || end - start > MAX_DECIMAL_DIGITS) {
      throw new MalformedException("expected a decimal number at byte " + start);
    }
    long value = 0;
    for (int i = start; i < end; i++) {
      if (!isDigit(bytes[i])) {
        throw new MalformedException("expected a decimal number at byte " + start);
      }
      // 1844674407370955161 is the largest that can take one more digit; it takes up to 5.
      int order = Long.compareUnsigned(value, 1_844_674_407_370_955_161L);
      if (order > 0 || order == 0 && bytes[i] > '5') {
        throw new MalformedException("expected a number below 2^64 at byte " + start);
      }
      value = value * 10 + (bytes[i] - '0');
    }
    return value;
  }

  /** Passes over a value of any kind. */
  void skip() throws MalformedException {
    int depth = 0;
    do {
      int next = peek();
      switch (next) {
        case '"' -> string();
        case '{', '[' -> {
          position++;
          depth++;
          if (depth > MAX_DEPTH) {
            throw new MalformedException("expected JSON of at most " + MAX_DEPTH + " levels");
          }
        }
        case '}', ']' -> {
          position++;
          depth--;
          if (depth < 0) {
            throw expected("a value");
          }
        }
        case ',', ':' -> {
          if (depth == 0) {
            throw expected("a value");
          }
          position++;
        }
        default -> word();
      }
    } while (depth > 0);
    afterOpening = false;
  }

  /** Refuses what follows the outermost value. */
  void expectEnd() throws MalformedException {
    skipSpace();
    if (position != bytes.length) {
      throw expected("the end");
    }
  }

  /** Passes over a string; its content lies from {@link #contentStart} to what is returned. */
  private int string() throws MalformedException {
    expect('"');
    contentStart = position;
    while (position < bytes.length) {
      int octet = bytes[position++];
      if (octet == '"') {
        return position - 1;
      }
      if (octet == '\\') {
        position++;
      }
    }
    position = bytes.length;
    throw expected("the end of a string");
  }

  /** Passes over a number, {@code true}, {@code false} or {@code null} without telling which. */
  private void word() throws MalformedException {
    int start = position;
    while (position < bytes.length && isWordPart(bytes[position])) {
      position++;
    }
    if (position == start) {
      throw expected("a value");
    }
  }

  private static boolean isWordPart(int octet) {
    return isDigit(octet)
        || octet >= 'a' && octet <= 'z'
        || octet == '-'
        || octet == '+'
        || octet == '.'
        || octet == 'E';
  }

  private boolean literal(byte[] word) throws MalformedException {
    skipSpace();
    if (bytes.length - position < word.length) {
      throw expected("null, true or false");
    }
    for (byte letter : word) {
      if (bytes[position++] != letter) {
        throw expected("null, true or false");
      }
    }
    return true;
  }

  private void expect(char wanted) throws MalformedException {
    if (peek() != wanted) {
      throw expected("'" + wanted + "'");
    }
    position++;
  }

  /** The next byte that is no space, or -1. */
  private int peek() {
    skipSpace();
    return position < bytes.length ? bytes[position] : -1;
  }

  private void skipSpace() {
    while (position < bytes.length && isSpace(bytes[position])) {
      position++;
    }
  }

  private static boolean isSpace(int octet) {
    return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
  }

  private static boolean isDigit(int octet) {
    return octet >= '0' && octet <= '9';
  }

  private MalformedException expected(String wanted) {
    String got =
        position < bytes.length
            ? "'" + (char) (bytes[position] & 0x7f) + "'"
            : "the end of the JSON";
    return new MalformedException("expected " + wanted + " at byte " + position + ", got " + got);
  }
}
