package bambusa.relay.cli;

/**
 * Arguments that make no sense. The message is one line and says what was expected and what came.
 */
final class WrongUseException extends Exception {

  WrongUseException(String message) {
    super(message);
  }
}
