package bambusa.relay.graphql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A GraphQL request as HTTP and QUIC carry it.
 *
 * <pre>
 * { "query": "…", "operationName": "…" | null, "variables": {…} | null, "extensions": {…} | null }
 * </pre>
 *
 * @param operationName which operation of the document; none when there is only one
 * @param onlyReads whether a mutation is to be refused
 */
record GraphQlRequest(
    String query,
    @Nullable String operationName,
    Map<String, Object> variables,
    boolean onlyReads) {

  private static final int MAX_NESTING = 64;
  private static final int MAX_NUMBER_LENGTH = 64;
  private static final int MAX_NAME_LENGTH = 256;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_NESTING)
                          .maxNumberLength(MAX_NUMBER_LENGTH)
                          .maxNameLength(MAX_NAME_LENGTH)
                          // The body is bounded already, and one string may fill it.
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads the JSON of a request.
   *
   * @throws GraphQlFault with {@link GraphQlErrorCode#MALFORMED_REQUEST}
   */
  static GraphQlRequest parse(byte[] json) {
    JsonNode request = read(json);
    if (request.isArray()) {
      throw malformed("expected one request, got an array; batching is not supported");
    }
    if (!request.isObject()) {
      throw malformed("expected a JSON object");
    }
    JsonNode query = request.path("query");
    if (!query.isTextual()) {
      throw malformed("expected the member \"query\" to be a string");
    }
    JsonNode operationName = optional(request, "operationName");
    if (!operationName.isNull() && !operationName.isTextual()) {
      throw malformed("expected the member \"operationName\" to be a string");
    }
    optionalObject(request, "extensions");
    return new GraphQlRequest(
        query.textValue(), operationName.textValue(), optionalObject(request, "variables"), false);
  }

  /**
   * Reads the parameters of a URL ("GraphQL over HTTP", 6.1), by which only queries may come.
   *
   * @throws GraphQlFault with {@link GraphQlErrorCode#MALFORMED_REQUEST}
   */
  static GraphQlRequest of(UrlParameters parameters) {
    if (parameters.query() == null) {
      throw malformed("expected the parameter \"query\"");
    }
    ObjectNode members = JSON.createObjectNode();
    putJson(members, "variables", parameters.variables());
    putJson(members, "extensions", parameters.extensions());
    optionalObject(members, "extensions");
    String name = parameters.operationName();
    return new GraphQlRequest(
        parameters.query(),
        // An empty parameter is how a form says that there is none.
        name == null || name.isEmpty() ? null : name,
        optionalObject(members, "variables"),
        true);
  }

  private static void putJson(ObjectNode members, String name, @Nullable String json) {
    if (json != null && !json.isEmpty()) {
      members.set(name, read(json.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static JsonNode read(byte[] json) {
    try {
      JsonNode request = JSON.readTree(json);
      return request == null ? MissingNode.getInstance() : request;
    } catch (JsonProcessingException e) {
      throw malformed("expected JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      // Invalid UTF-8 is reported like this.
      throw malformed("expected JSON in UTF-8: " + e.getMessage());
    }
  }

  private static JsonNode optional(JsonNode request, String name) {
    JsonNode member = request.path(name);
    return member.isMissingNode() ? NullNode.getInstance() : member;
  }

  @SuppressWarnings("unchecked") // The members of a JSON object have text as names.
  private static Map<String, Object> optionalObject(JsonNode request, String name) {
    JsonNode member = optional(request, name);
    if (member.isNull()) {
      return Map.of();
    }
    if (!member.isObject()) {
      throw malformed("expected the member \"" + name + "\" to be an object");
    }
    return JSON.convertValue(member, Map.class);
  }

  private static GraphQlFault malformed(String message) {
    return new GraphQlFault(GraphQlErrorCode.MALFORMED_REQUEST, message);
  }
}
