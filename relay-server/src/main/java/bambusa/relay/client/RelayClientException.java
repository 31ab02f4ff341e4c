package bambusa.relay.client;

import java.net.URI;
import java.util.List;

/** An asked relay that gave no usable answer. The message is one line, for people. */
public abstract sealed class RelayClientException extends Exception {

  private RelayClientException(String message) {
    super(message);
  }

  private RelayClientException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Nobody answered: asking again later may help. */
  public static final class Unreachable extends RelayClientException {

    Unreachable(URI endpoint, String reason, Throwable cause) {
      super("no relay answers at " + endpoint + ": " + reason, cause);
    }
  }

  /** The relay answered that it will not: asking the same again will not help. */
  public static final class Refused extends RelayClientException {

    private final transient List<String> reasons;

    Refused(List<String> reasons) {
      super("the relay refuses: " + String.join("; ", reasons));
      this.reasons = List.copyOf(reasons);
    }

    /** The messages of the GraphQL errors. */
    public List<String> reasons() {
      return reasons;
    }
  }

  /** What answers is no relay, or one that lies or is broken. */
  public static final class Unintelligible extends RelayClientException {

    Unintelligible(URI endpoint, String reason) {
      super("the answer of " + endpoint + " makes no sense: " + reason);
    }
  }
}
