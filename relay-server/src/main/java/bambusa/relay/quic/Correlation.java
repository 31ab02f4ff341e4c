package bambusa.relay.quic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What ties an answer to its request when each travels on a stream of its own (qp2p.md 7.2): either
 * the header part, or {@code "extensions":{"qp2p":{"id":"<32 hex>"}}} in the JSON of both.
 *
 * <pre>
 * header   1 = request, 2 = answer (1)   id (16)
 * </pre>
 */
sealed interface Correlation {

  /** The header part carries the id. */
  @SuppressWarnings("ArrayRecordComponent") // Copied into the answer, and nowhere else.
  record InHeader(byte[] id) implements Correlation {}

  /** The JSON carries the id. */
  record InJson(String id) implements Correlation {}

  int KIND_REQUEST = 1;
  int KIND_ANSWER = 2;
  int HEADER_BYTES = 17;
  int MAX_NESTING = 64;

  JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** That of a request that can be answered; none for an answer, or without an id. */
  static Optional<Correlation> ofRequest(Message message) {
    byte[] header = message.header();
    if (header.length == HEADER_BYTES && header[0] == KIND_ANSWER) {
      return Optional.empty();
    }
    Optional<Correlation> inHeader = ofRequest(header);
    if (inHeader.isPresent()) {
      return inHeader;
    }
    try (JsonParser json = JSON.createParser(message.payload())) {
      return ofRequest(json);
    } catch (IOException e) {
      // It names no id: whatever it is, nobody can be told.
      return Optional.empty();
    }
  }

  /** That of a request of which only the header part is there. */
  static Optional<Correlation> ofRequest(byte[] header) {
    return header.length == HEADER_BYTES && header[0] == KIND_REQUEST
        ? Optional.of(new InHeader(Arrays.copyOfRange(header, 1, HEADER_BYTES)))
        : Optional.empty();
  }

  private static Optional<Correlation> ofRequest(JsonParser json) throws IOException {
    Optional<Correlation> found = Optional.empty();
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return found;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("data") || name.equals("errors")) {
        return Optional.empty();
      }
      if (name.equals("extensions")) {
        found = id(json);
      } else {
        json.skipChildren();
      }
    }
    return found;
  }

  private static Optional<Correlation> id(JsonParser json) throws IOException {
    Optional<Correlation> found = Optional.empty();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return found;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("qp2p") && value == JsonToken.START_OBJECT) {
        found = id(json);
      } else if (name.equals("id") && value == JsonToken.VALUE_STRING) {
        String id = json.getText();
        found = id.matches("[0-9a-fA-F]{32}") ? Optional.of(new InJson(id)) : Optional.empty();
      } else {
        json.skipChildren();
      }
    }
    return found;
  }

  /** The header part of the answer. */
  default byte[] answerHeader() {
    if (this instanceof InHeader inHeader) {
      byte[] header = new byte[HEADER_BYTES];
      header[0] = KIND_ANSWER;
      System.arraycopy(inHeader.id(), 0, header, 1, inHeader.id().length);
      return header;
    }
    return new byte[0];
  }

  /** The JSON object of the answer, with the id as its last member if it is to be there. */
  default byte[] answerPayload(byte[] json) {
    if (!(this instanceof InJson inJson)) {
      return json;
    }
    byte[] end =
        (",\"extensions\":{\"qp2p\":{\"id\":\"" + inJson.id() + "\"}}}")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] answer = Arrays.copyOf(json, json.length - 1 + end.length);
    System.arraycopy(end, 0, answer, json.length - 1, end.length);
    return answer;
  }
}
