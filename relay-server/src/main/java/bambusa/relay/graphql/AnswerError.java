package bambusa.relay.graphql;

import graphql.ErrorClassification;
import graphql.GraphQLError;
import graphql.language.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One member of {@code errors} in an answer.
 *
 * @param path of the field that failed; none when the whole request did
 */
record AnswerError(
    String message,
    GraphQlErrorCode code,
    Map<String, Object> details,
    @Nullable List<Object> path,
    List<SourceLocation> locations)
    implements GraphQLError {

  private static final long serialVersionUID = 1L;

  private static final int MAX_MESSAGE_LENGTH = 1_000;

  static AnswerError of(GraphQlFault fault) {
    return new AnswerError(fault.text(), fault.code(), fault.details(), null, List.of());
  }

  static AnswerError of(GraphQlFault fault, List<Object> path, @Nullable SourceLocation location) {
    return new AnswerError(
        fault.text(),
        fault.code(),
        fault.details(),
        path,
        location == null ? List.of() : List.of(location));
  }

  /** Gives an error of the library the code of its cause. */
  static AnswerError of(GraphQLError error, GraphQlErrorCode code) {
    if (error instanceof AnswerError ours) {
      return ours;
    }
    List<SourceLocation> locations = error.getLocations();
    return new AnswerError(
        error.getMessage(),
        code,
        Map.of(),
        error.getPath(),
        locations == null ? List.of() : locations);
  }

  AnswerError as(GraphQlErrorCode otherCode) {
    return new AnswerError(message, otherCode, details, path, locations);
  }

  /** The members in the order of the GraphQL specification, 7.1.2. */
  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("message", presentable(message));
    if (!locations.isEmpty()) {
      members.put("locations", locations.stream().map(AnswerError::members).toList());
    }
    if (path != null) {
      members.put("path", path);
    }
    Map<String, Object> extensions = new LinkedHashMap<>();
    extensions.put("code", code.name());
    extensions.putAll(details);
    members.put("extensions", extensions);
    return members;
  }

  private static Map<String, Object> members(SourceLocation location) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("line", location.getLine());
    members.put("column", location.getColumn());
    return members;
  }

  /** Messages quote what came, and that may be half a character or a megabyte. */
  private static String presentable(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .limit(MAX_MESSAGE_LENGTH)
        .map(c -> Character.getType(c) == Character.SURROGATE ? '\ufffd' : c)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  @Override
  public String getMessage() {
    return message;
  }

  @Override
  public List<SourceLocation> getLocations() {
    return locations;
  }

  @Override
  public @Nullable List<Object> getPath() {
    return path;
  }

  @Override
  public ErrorClassification getErrorType() {
    return ErrorClassification.errorClassification(code.name());
  }

  @Override
  public Map<String, Object> toSpecification() {
    return members();
  }
}
