package bambusa.operation;

/**
 * The rule for names of fields in a schema. An operation may name its fields as it likes until it
 * meets a schema.
 */
public final class FieldName {

  private static final int MAX_LENGTH = 64;

  private FieldName() {}

  /** Whether a schema may name a field so: {@code [A-Za-z][A-Za-z0-9_]{0,63}} (p2panda.md 3.4). */
  public static boolean isValid(String text) {
    return text.length() <= MAX_LENGTH && isWord(text);
  }

  /** A letter of ASCII, then letters, digits and underscores. */
  static boolean isWord(String text) {
    if (text.isEmpty() || !isLetter(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetter(c) && (c < '0' || c > '9') && c != '_') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
