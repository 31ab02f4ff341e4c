package bambusa.leecher.js;

/** A promise of the browser was rejected: a request failed, a transaction was aborted. */
public final class JsException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String name;

  JsException(String name, String message) {
    super(message);
    this.name = name;
  }

  /** The name of the browser's error, such as {@code ConstraintError}. */
  public String name() {
    return name;
  }

  /** Name and message, of which Chromium gives one for the other. */
  public String text() {
    return name.equals(getMessage()) ? name : name + ": " + getMessage();
  }
}
