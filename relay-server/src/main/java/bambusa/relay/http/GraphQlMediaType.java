package bambusa.relay.http;

import java.util.Optional;

/** The two media types of an answer ("GraphQL over HTTP", 4). */
enum GraphQlMediaType {
  /** What every client takes; GraphQL errors have status 200. */
  JSON("application/json"),
  /** Tells by its status whether the request was executed. */
  GRAPHQL_RESPONSE("application/graphql-response+json");

  private final String name;

  GraphQlMediaType(String name) {
    this.name = name;
  }

  String contentType() {
    return name + "; charset=utf-8";
  }

  /** The one a client prefers; JSON when it does not say. Empty when it takes neither. */
  static Optional<GraphQlMediaType> accepted(AcceptHeader accept) {
    if (accept.isEmpty()) {
      return Optional.of(JSON);
    }
    double any = Math.max(accept.weightOf("*/*"), accept.weightOf("application/*"));
    double json = accept.weightOf(JSON.name);
    double named = accept.weightOf(GRAPHQL_RESPONSE.name);
    // What is not named comes by a wildcard; a wildcard alone means an old client.
    double plain = json < 0 ? any : json;
    if (named > 0 && named >= plain) {
      return Optional.of(GRAPHQL_RESPONSE);
    }
    return plain > 0 ? Optional.of(JSON) : Optional.empty();
  }
}
