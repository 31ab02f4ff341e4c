package bambusa.relay.policy;

/** The policy program did not say. The message is for those whose documents are refused. */
public final class PolicyException extends Exception {

  private static final long serialVersionUID = 1L;

  PolicyException(String message) {
    super(message);
  }
}
