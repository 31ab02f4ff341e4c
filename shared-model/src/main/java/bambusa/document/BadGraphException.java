package bambusa.document;

/** Operations that do not make one document. */
public final class BadGraphException extends Exception {

  private static final long serialVersionUID = 1L;

  private final GraphFault fault;

  public BadGraphException(GraphFault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public GraphFault fault() {
    return fault;
  }
}
