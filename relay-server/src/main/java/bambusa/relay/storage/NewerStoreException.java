package bambusa.relay.storage;

/** The store was written by a newer version of this software, which alone can read it. */
public final class NewerStoreException extends StorageException {

  private static final long serialVersionUID = 1L;

  NewerStoreException(String message) {
    super(message);
  }
}
