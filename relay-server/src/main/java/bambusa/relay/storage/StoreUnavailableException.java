package bambusa.relay.storage;

/** The store cannot be opened here: its directory cannot be written, or another relay uses it. */
public final class StoreUnavailableException extends StorageException {

  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  public StoreUnavailableException(String message) {
    super(message);
  }
}
