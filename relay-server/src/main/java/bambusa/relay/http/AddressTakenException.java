package bambusa.relay.http;

import java.io.IOException;

/** The server cannot listen where it was told to. */
public final class AddressTakenException extends IOException {

  private static final long serialVersionUID = 1L;

  AddressTakenException(String host, int port, Throwable cause) {
    super("cannot listen on " + host + " port " + port + ": " + reason(cause), cause);
  }

  /** The innermost message, which is the operating system's. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
