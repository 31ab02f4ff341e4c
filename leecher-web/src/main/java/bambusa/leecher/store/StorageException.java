package bambusa.leecher.store;

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
}
