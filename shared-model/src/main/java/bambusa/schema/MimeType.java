package bambusa.schema;

/**
 * The rule for MIME types of blobs (p2panda.md 3.4), hand-written, as regular expressions are large
 * in a browser:
 *
 * <pre>[a-z-]{1,12}/(([a-z0-9]{1,18})[.|+-]){0,6}[a-z0-9]{1,16}</pre>
 */
final class MimeType {

  private static final int MAX_TYPE_LENGTH = 12;
  private static final int MAX_WORDS = 7;
  private static final int MAX_WORD_LENGTH = 18;
  private static final int MAX_LAST_WORD_LENGTH = 16;
  private static final String SEPARATORS = ".|+-";

  private MimeType() {}

  static boolean isValid(String text) {
    int slash = text.indexOf('/');
    if (slash < 1 || slash > MAX_TYPE_LENGTH) {
      return false;
    }
    for (int i = 0; i < slash; i++) {
      if (!isLetter(text.charAt(i)) && text.charAt(i) != '-') {
        return false;
      }
    }
    return isSubtype(text, slash + 1);
  }

  private static boolean isSubtype(String text, int start) {
    int words = 1;
    int length = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isLetter(c) || (c >= '0' && c <= '9')) {
        length++;
        continue;
      }
      if (SEPARATORS.indexOf(c) < 0 || length < 1 || length > MAX_WORD_LENGTH) {
        return false;
      }
      words++;
      length = 0;
    }
    return words <= MAX_WORDS && length >= 1 && length <= MAX_LAST_WORD_LENGTH;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }
}
