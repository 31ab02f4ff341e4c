package bambusa.relay.config;

/** A setting that cannot be used. The message is one line and names the place to change. */
public final class SettingsException extends Exception {

  public SettingsException(String message) {
    super(message);
  }
}
