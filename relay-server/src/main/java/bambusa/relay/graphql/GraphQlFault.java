package bambusa.relay.graphql;

import java.util.Map;

/**
 * Why a request, or one field of it, is not answered. Thrown by limits and resolvers; the engine
 * turns it into an error of the answer.
 */
final class GraphQlFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient GraphQlErrorCode code;
  private final transient Map<String, Object> details;

  GraphQlFault(GraphQlErrorCode code, String message) {
    this(code, message, Map.of());
  }

  /**
   * With more for programs to read.
   *
   * @param details become members of the error's extensions
   */
  GraphQlFault(GraphQlErrorCode code, String message, Map<String, Object> details) {
    // No stack trace: it is the asker's fault, and must not be dear.
    super(message, null, false, false);
    this.code = code;
    this.details = Map.copyOf(details);
  }

  /** Something exceeds a limit. */
  static GraphQlFault over(GraphQlErrorCode code, String what, long value, long limit) {
    return new GraphQlFault(
        code, what + " " + value + " exceeds the limit of " + limit, Map.of("limit", limit));
  }

  GraphQlErrorCode code() {
    return code;
  }

  Map<String, Object> details() {
    return details;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
