package bambusa.relay.graphql;

import bambusa.relay.coding.ContentCoding;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Asks an engine as a transport does. */
final class Asking {

  static final ObjectMapper JSON = new ObjectMapper();

  private Asking() {}

  static JsonNode ask(GraphQlEngine engine, String query) {
    return ask(engine, query, "{}");
  }

  static JsonNode ask(GraphQlEngine engine, String query, String variables) {
    return read(begin(engine, query, variables));
  }

  /** The JSON of a recorded request. */
  static JsonNode replay(GraphQlEngine engine, String body) {
    return read(engine.answer(body.getBytes(StandardCharsets.UTF_8), "client", () -> {}));
  }

  static CompletableFuture<GraphQlAnswer> begin(
      GraphQlEngine engine, String query, String variables) {
    try {
      String request =
          "{\"query\":" + JSON.writeValueAsString(query) + ",\"variables\":" + variables + "}";
      return engine.answer(request.getBytes(StandardCharsets.UTF_8), "client", () -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode read(CompletableFuture<GraphQlAnswer> answer) {
    try {
      return JSON.readTree(answer.join().encode(ContentCoding.IDENTITY).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String code(JsonNode answer) {
    return answer.at("/errors/0/extensions/code").asText();
  }

  static String message(JsonNode answer) {
    return answer.at("/errors/0/message").asText();
  }
}
