package bambusa.relay.storage;

/** There is no room for more: reading goes on, writing does not until there is. */
public final class StoreFullException extends StorageException {

  private static final long serialVersionUID = 1L;

  StoreFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
