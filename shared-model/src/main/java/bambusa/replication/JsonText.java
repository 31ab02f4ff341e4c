package bambusa.replication;

import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;

/** Escapes within texts of JSON (RFC 8259, section 7). */
final class JsonText {

  private JsonText() {}

  /** The text that was written with backslashes. */
  static String unescaped(String raw) throws MalformedException {
    StringBuilder text = new StringBuilder(raw.length());
    int i = 0;
    while (i < raw.length()) {
      char c = raw.charAt(i++);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escape = i < raw.length() ? raw.charAt(i++) : ' ';
      if (escape == 'u') {
        text.append(codeUnit(raw, i));
        i += 4;
      } else {
        text.append(escaped(escape));
      }
    }
    return text.toString();
  }

  private static char codeUnit(String raw, int start) throws MalformedException {
    int unit = start + 4 <= raw.length() ? 0 : -1;
    for (int i = start; unit >= 0 && i < start + 4; i++) {
      unit = unit << 4 | Hex.digit(raw.charAt(i));
    }
    if (unit < 0) {
      throw new MalformedException("expected four hex digits after \\u");
    }
    return (char) unit;
  }

  private static char escaped(char escape) throws MalformedException {
    return switch (escape) {
      case '"', '\\', '/' -> escape;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> throw new MalformedException("expected an escape of JSON, got \\" + escape);
    };
  }
}
