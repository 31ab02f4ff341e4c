package bambusa.relay.doctor;

/**
 * What was found out about one question.
 *
 * @param what was looked at, in a word or two
 * @param text what there is to say, and for a problem what helps
 */
public record Finding(Verdict verdict, String what, String text) {

  /** How bad it is. */
  public enum Verdict {
    GOOD,
    /** It works, but not from everywhere. */
    DOUBTFUL,
    /** It does not work. */
    BAD
  }

  static Finding good(String what, String text) {
    return new Finding(Verdict.GOOD, what, text);
  }

  static Finding doubtful(String what, String text) {
    return new Finding(Verdict.DOUBTFUL, what, text);
  }

  static Finding bad(String what, String text) {
    return new Finding(Verdict.BAD, what, text);
  }
}
