package bambusa.relay.client;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.log.EncodedEntry;
import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import bambusa.log.EntryEncoder.Place;
import bambusa.log.LogId;
import bambusa.log.SeqNum;
import bambusa.operation.DocumentViewId;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;
import bambusa.operation.OperationDecoder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks one relay. Any thread may use it; each call is one request. */
public final class RelayClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** The largest legitimate operation, a piece of a blob, takes half a megabyte as hex. */
  private static final int MAX_ANSWER_BYTES = 4 << 20;

  private static final String PLACE = "{ logId seqNum backlink skiplink }";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI endpoint;
  private final HttpClient http;

  /** Asks at an endpoint such as {@code http://localhost:2020/graphql}. */
  public RelayClient(URI endpoint, HttpClient http) {
    this.endpoint = endpoint;
    this.http = http;
  }

  public URI endpoint() {
    return endpoint;
  }

  /**
   * Where the author's next entry goes: into a new log, or into the one of the document that has
   * this view.
   */
  public Place nextArgs(PublicKey author, @Nullable DocumentViewId view)
      throws RelayClientException, InterruptedException {
    ObjectNode variables = JsonNodeFactory.instance.objectNode();
    variables.put("publicKey", author.toString());
    variables.put("viewId", view == null ? null : view.toString());
    return place(
        ask(
            "query NextArgs($publicKey: PublicKey!, $viewId: DocumentViewId) "
                + "{ answer: nextArgs(publicKey: $publicKey, viewId: $viewId) "
                + PLACE
                + " }",
            variables));
  }

  /**
   * Publishes an entry; when this returns, the relay has it stored. Gives where the next one goes.
   */
  public Place publish(EncodedEntry entry, EncodedOperation operation)
      throws RelayClientException, InterruptedException {
    ObjectNode variables = JsonNodeFactory.instance.objectNode();
    variables.put("entry", entry.toString());
    variables.put("operation", operation.toString());
    return place(
        ask(
            "mutation Publish($entry: EncodedEntry!, $operation: EncodedOperation!) "
                + "{ answer: publish(entry: $entry, operation: $operation) "
                + PLACE
                + " }",
            variables));
  }

  /**
   * The operation of an entry, verified to be the one that the hash names. Empty when the relay has
   * the entry without it.
   *
   * @throws RelayClientException.Refused when the relay does not have the entry
   */
  public Optional<Operation> operation(Hash entryHash)
      throws RelayClientException, InterruptedException {
    ObjectNode variables = JsonNodeFactory.instance.objectNode();
    variables.put("hash", entryHash.toString());
    JsonNode answer =
        ask(
            "query EntryByHash($hash: EntryHash!) "
                + "{ answer: entryByHash(hash: $hash) { entry operation } }",
            variables);
    JsonNode payload = answer.path("operation");
    if (payload.isNull()) {
      return Optional.empty();
    }
    try {
      return Optional.of(verified(entryHash, text(answer, "entry"), text(answer, "operation")));
    } catch (MalformedException e) {
      throw new RelayClientException.Unintelligible(endpoint, String.valueOf(e.getMessage()));
    }
  }

  /**
   * The hash covers the entry and through the payload hash the operation: nothing else is needed.
   */
  private static Operation verified(Hash wanted, String entryHex, String operationHex)
      throws MalformedException {
    Entry entry = new EntryDecoder().decode(EncodedEntry.parse(entryHex));
    EncodedOperation operation = EncodedOperation.parse(operationHex);
    if (!entry.hash().equals(wanted)) {
      throw new MalformedException("asked for entry " + wanted + ", got " + entry.hash());
    }
    if (!operation.hash().equals(entry.payloadHash())) {
      throw new MalformedException("the operation is not the one of entry " + wanted);
    }
    return OperationDecoder.decode(operation);
  }

  private Place place(JsonNode answer) throws RelayClientException {
    try {
      return new Place(
          LogId.parse(text(answer, "logId")),
          SeqNum.parse(text(answer, "seqNum")),
          link(answer, "skiplink"),
          link(answer, "backlink"));
    } catch (MalformedException | IllegalArgumentException e) {
      // Signed all the same, such an entry could be decoded by nobody (p2panda.md 4.2).
      throw new RelayClientException.Unintelligible(endpoint, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Hash link(JsonNode answer, String field) throws MalformedException {
    return answer.path(field).isNull() ? null : Hash.parse(text(answer, field));
  }

  private static String text(JsonNode answer, String field) throws MalformedException {
    JsonNode value = answer.path(field);
    if (!value.isTextual()) {
      throw new MalformedException("expected text in '" + field + "', got '" + value + "'");
    }
    return value.textValue();
  }

  private JsonNode ask(String query, ObjectNode variables)
      throws RelayClientException, InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("query", query);
    body.set("variables", variables);
    HttpResponse<InputStream> response = send(body.toString());
    JsonNode answer = parse(response);
    List<String> errors = new ArrayList<>();
    for (JsonNode error : answer.path("errors")) {
      errors.add(error.path("message").asText("(no message)"));
    }
    if (!errors.isEmpty()) {
      throw new RelayClientException.Refused(errors);
    }
    JsonNode value = answer.path("data").path("answer");
    if (response.statusCode() != 200 || !value.isObject()) {
      throw new RelayClientException.Unintelligible(
          endpoint, "status " + response.statusCode() + " without an answer");
    }
    return value;
  }

  private HttpResponse<InputStream> send(String body)
      throws RelayClientException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (HttpTimeoutException e) {
      throw new RelayClientException.Unreachable(
          endpoint, "no answer within " + TIMEOUT.toSeconds() + " s", e);
    } catch (ConnectException e) {
      // The JDK's own message is mostly null here.
      throw new RelayClientException.Unreachable(endpoint, "cannot connect", e);
    } catch (IOException e) {
      throw new RelayClientException.Unreachable(endpoint, String.valueOf(e.getMessage()), e);
    }
  }

  private JsonNode parse(HttpResponse<InputStream> response) throws RelayClientException {
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(MAX_ANSWER_BYTES + 1);
      if (bytes.length > MAX_ANSWER_BYTES) {
        throw new RelayClientException.Unintelligible(
            endpoint, "more than " + MAX_ANSWER_BYTES + " bytes");
      }
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new RelayClientException.Unintelligible(
          endpoint, "status " + response.statusCode() + " and no JSON");
    } catch (IOException e) {
      throw new RelayClientException.Unreachable(endpoint, String.valueOf(e.getMessage()), e);
    }
  }
}
