package bambusa.relay.storage;

/** Another relay wrote at the same time. Nothing is written; deciding again may succeed. */
public final class StoreConflictException extends StorageException {

  private static final long serialVersionUID = 1L;

  StoreConflictException(String message, Throwable cause) {
    super(message, cause);
  }
}
