package bambusa.relay.cli;

/** A command that could not do what it was asked. The message is one line and says what to do. */
public final class CommandException extends Exception {

  public CommandException(String message) {
    super(message);
  }

  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
