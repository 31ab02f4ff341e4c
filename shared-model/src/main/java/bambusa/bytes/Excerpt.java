package bambusa.bytes;

/**
 * The beginning of a text that quotes foreign input, so that its author cannot flood a log or an
 * answer.
 */
public final class Excerpt {

  private static final int MAX_LENGTH = 1_000;
  private static final String CUT = "…";

  private Excerpt() {}

  /** The text, cut where it becomes too long to be read; never within a surrogate pair. */
  public static String of(String text) {
    if (text.length() <= MAX_LENGTH) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
    return text.substring(0, end) + CUT;
  }
}
