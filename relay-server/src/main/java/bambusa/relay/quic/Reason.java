package bambusa.relay.quic;

import java.util.concurrent.ExecutionException;

/** Says in words why something that another thread did has failed. */
final class Reason {

  private Reason() {}

  static String of(ExecutionException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
