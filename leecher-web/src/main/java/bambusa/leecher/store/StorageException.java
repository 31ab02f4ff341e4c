package bambusa.leecher.store;

import bambusa.leecher.js.JsException;

/**
 * The browser's database failed, or does not hold what was written. What was stored before stays.
 */
public final class StorageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StorageException(String message) {
    super(message);
  }

  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }

  /** As the messages to the page name it: "quota" when there is no more room, else "storage". */
  public String code() {
    return hasName("QuotaExceededError") ? "quota" : "storage";
  }

  /** Another tab has begun to write. */
  public boolean isFenced() {
    return hasName("FencedError");
  }

  private boolean hasName(String name) {
    return getCause() instanceof JsException problem && problem.name().equals(name);
  }
}
