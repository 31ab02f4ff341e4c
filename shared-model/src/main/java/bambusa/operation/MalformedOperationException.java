package bambusa.operation;

import bambusa.bytes.MalformedException;

/** Bytes that are no operation, with the rule that says so. */
public final class MalformedOperationException extends MalformedException {

  private static final long serialVersionUID = 1L;

  private final OperationFault fault;

  public MalformedOperationException(OperationFault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public OperationFault fault() {
    return fault;
  }
}
