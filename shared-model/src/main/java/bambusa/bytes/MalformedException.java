package bambusa.bytes;

/**
 * Bytes or text that are not an encoding of what they claim to be. The message names what was
 * expected and what came. Checked, because whoever decodes foreign bytes must say what happens to
 * malformed ones.
 */
public class MalformedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String message;

  public MalformedException(String message) {
    super(Excerpt.of(message));
    this.message = Excerpt.of(message);
  }

  /** Never null, other than that of exceptions at large. */
  @Override
  public String getMessage() {
    return message;
  }
}
