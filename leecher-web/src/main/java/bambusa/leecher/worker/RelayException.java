package bambusa.leecher.worker;

/** A relay could not be reached, or did not answer as a relay does. Nothing was changed by it. */
final class RelayException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean refused;

  private RelayException(String message, boolean refused) {
    super(message);
    this.refused = refused;
  }

  /** No connection, no progress, an answer cut short. */
  static RelayException unreachable(String message) {
    return new RelayException(message, false);
  }

  /** It answered, but not what the protocol allows, or with an error. */
  static RelayException refused(String message) {
    return new RelayException(message, true);
  }

  boolean isRefused() {
    return refused;
  }
}
