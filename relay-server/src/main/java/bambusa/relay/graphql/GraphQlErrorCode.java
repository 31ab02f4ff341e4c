package bambusa.relay.graphql;

/** What went wrong, for programs: the member {@code extensions.code} of every error. */
public enum GraphQlErrorCode {
  /** The request is not JSON, or not the JSON of a GraphQL request. */
  MALFORMED_REQUEST,
  /** The body is larger than a transport takes. */
  BODY_TOO_LARGE,
  /** A mutation came by a method that may only read. */
  MUTATION_BY_GET,
  /** The document has no operation of that name, or several and no name says which. */
  OPERATION_UNKNOWN,
  /** The query is not GraphQL. */
  QUERY_SYNTAX,
  /** The query does not fit the schema, or a variable does not. */
  QUERY_INVALID,
  /** More characters than allowed. */
  QUERY_TOO_LONG,
  /** More tokens than allowed. */
  QUERY_TOO_MANY_TOKENS,
  /** Fields are nested deeper than allowed. */
  QUERY_TOO_DEEP,
  /** More fields than allowed, fragments expanded. */
  QUERY_TOO_MANY_FIELDS,
  /** More root fields than allowed, aliases counted each. */
  QUERY_TOO_MANY_ALIASES,
  /** The lists asked for are longer, together, than allowed. */
  QUERY_TOO_COSTLY,
  /** The description of the API is asked for in a way no tool does. */
  INTROSPECTION_REFUSED,
  /** The answer would be larger than allowed. */
  ANSWER_TOO_LARGE,
  /** No answer within the time allowed. */
  EXECUTION_TIMEOUT,
  /** More queries are held already than allowed. */
  TOO_MANY_WAITING,
  /** More requests are under way already than allowed. */
  TOO_MANY_REQUESTS,
  /** The client has used up what it may a second; {@code extensions.retryAfter} says how long. */
  RATE_LIMITED,
  /** An argument does not have the form of its type. */
  INVALID_ARGUMENT,
  /** What was asked for by name is not stored. */
  NOT_FOUND,
  /** There are no next arguments: the document is deleted, or the log is full. */
  NEXT_ARGS_REFUSED,
  /** The entry was refused; {@code extensions.reason} says why. */
  ENTRY_REJECTED,
  /** The store failed. */
  STORE_FAILED,
  /** The store cannot be reached for now; what is asked again later may be answered. */
  STORE_UNAVAILABLE,
  /** There is no room for more entries; what is stored can be read. */
  STORE_FULL,
  /** The relay is about to stop. */
  SHUTTING_DOWN,
  /** An error of the relay's own. */
  INTERNAL,
  /** Over qp2p: {@link #MALFORMED_REQUEST} and {@link #OPERATION_UNKNOWN}. */
  BAD_REQUEST,
  /** Over qp2p: {@link #BODY_TOO_LARGE}. */
  PAYLOAD_TOO_LARGE,
  /** Over qp2p: {@link #TOO_MANY_REQUESTS} and {@link #SHUTTING_DOWN}. */
  UNAVAILABLE
}
