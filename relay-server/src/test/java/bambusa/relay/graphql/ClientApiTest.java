package bambusa.relay.graphql;

import static bambusa.relay.graphql.Asking.ask;
import static bambusa.relay.graphql.Asking.code;
import static bambusa.relay.graphql.Asking.message;
import static bambusa.relay.graphql.Asking.replay;
import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.Vectors;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.relay.ingest.ArrivalSignal;
import bambusa.relay.storage.SharedDocuments;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What published clients send is answered. */
final class ClientApiTest {

  private static final JsonNode CAPTURES = Vectors.read("shirokuma_http.json").get("captures");
  private static final String CHAT =
      "chat_00206394434d78553bd064c8ea9a61d2b9622826909966ae895eb1c8b692b335d919";
  private static final String KEY =
      "8d65f0a63b11af882bb778db0de1e6841e1cf0198bdbdb4799acb52d0bd26af5";

  private final MemoryRelay relay = new MemoryRelay(1);
  private final GraphQlEngine engine =
      new GraphQlEngine(
          new RelayParts(
              relay,
              relay,
              new ArrivalSignal(SharedDocuments.EVERYTHING, Runnable::run),
              "test",
              null),
          GraphQlLimits.DEFAULT,
          Accounts.unlimited(System::nanoTime));

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void recordedCreateIsStoredAndItsUpdateContinuesTheLog() {
    relay.know(VectorLog.schema(CHAT, "message"));
    JsonNode create = capture("create");
    assertThat(replay(engine, body(create, 0)).toString())
        .isEqualTo(
            "{\"data\":{\"nextArgs\":{\"logId\":\"0\",\"seqNum\":\"1\",\"backlink\":null,"
                + "\"skiplink\":null}}}");
    String operationId = create.get("result").asText();
    String continued =
        "{\"logId\":\"0\",\"seqNum\":\"2\",\"backlink\":\"" + operationId + "\",\"skiplink\":null}";
    assertThat(replay(engine, body(create, 1)).at("/data/publish").toString()).isEqualTo(continued);
    JsonNode update = capture("update, previous as string");
    assertThat(replay(engine, body(update, 0)).at("/data/nextArgs").toString())
        .isEqualTo(continued);
  }

  @Test
  void recordedBlobPieceIsStored() {
    JsonNode create = capture("create with OperationFields");
    assertThat(replay(engine, body(create, 0)).has("errors")).isFalse();
    assertThat(replay(engine, body(create, 1)).at("/data/publish/backlink").asText())
        .isEqualTo(create.get("result").asText());
  }

  @Test
  void everyRecordedPublishReachesTheGate() {
    for (JsonNode capture : CAPTURES) {
      for (int i = 1; i < capture.get("requests").size(); i++) {
        JsonNode answer = replay(engine, body(capture, i));
        // The recording was made against a node that gave the same arguments to everyone, so the
        // gate refuses some; none is refused before it.
        assertThat(code(answer)).isIn("", "ENTRY_REJECTED");
      }
    }
  }

  @Test
  void viewIdAsAnArrayIsRefusedAsTheReferenceDoes() {
    JsonNode capture = capture("update, previous as array: viewId is sent as a JSON array");
    assertThat(code(replay(engine, body(capture, 0)))).isEqualTo("QUERY_INVALID");
  }

  @Test
  void refusedEntrySaysWhyToPeopleAndPrograms() {
    JsonNode answer = replay(engine, body(capture("create"), 1));
    assertThat(message(answer)).isEqualTo("Schema not found");
    assertThat(answer.at("/errors/0/extensions/reason").asText()).isEqualTo("SCHEMA_NOT_FOUND");
    assertThat(answer.get("data").isNull()).isTrue();
  }

  @Test
  void unknownOperationIsAnErrorSinceClientsRelyOnIt() {
    JsonNode answer =
        ask(
            engine,
            "{ nextArgs(publicKey: \"%s\", viewId: \"0020%s\") { logId } }"
                .formatted(KEY, "ab".repeat(32)));
    assertThat(message(answer))
        .isEqualTo("Previous operation 0020" + "ab".repeat(32) + " not found in store");
    assertThat(code(answer)).isEqualTo("NOT_FOUND");
    assertThat(answer.at("/data/nextArgs").isNull()).isTrue();
  }

  @Test
  void argumentsMayBeLiteralsAndTheViewNull() {
    JsonNode answer =
        ask(engine, "{ nextArgs(publicKey: \"" + KEY + "\", viewId: null) { logId seqNum } }");
    assertThat(answer.toString())
        .isEqualTo("{\"data\":{\"nextArgs\":{\"logId\":\"0\",\"seqNum\":\"1\"}}}");
  }

  @Test
  void publishedEntriesContinueWithTheRightSkiplinks() {
    TestLog log = new TestLog(TestAuthor.named("a"), 0);
    VerifiedEntry entry = log.create("a");
    for (int i = 1; i <= 13; i++) {
      JsonNode next = publish(entry).at("/data/publish");
      assertThat(next.get("backlink").asText()).isEqualTo(entry.hash().toString());
      entry = log.update("u" + i, entry);
      assertThat(next.get("seqNum").asText()).isEqualTo(entry.entry().seqNum().toString());
      assertThat(next.get("skiplink").asText(null))
          .isEqualTo(entry.entry().skiplink().map(Object::toString).orElse(null));
    }
  }

  @Test
  void bytesThatAreNoEntryAreRefusedInTheWordsOfTheReference() {
    assertThat(message(publish("", ""))).isEqualTo("Bytes to decode had length of 0");
    assertThat(message(publish("0g", "")))
        .isEqualTo("Invalid value for argument \"entry\", expected type \"EncodedEntry\"");
    assertThat(message(publish("00", "123")))
        .isEqualTo("Invalid value for argument \"operation\", expected type \"EncodedOperation\"");
  }

  private JsonNode publish(VerifiedEntry entry) {
    return publish(
        entry.entry().encoded().toString(), entry.decoded().encodedOperation().toString());
  }

  private JsonNode publish(String entry, String operation) {
    return ask(
        engine,
        "mutation($e: String!, $o: String!) { publish(entry: $e, operation: $o)"
            + " { logId seqNum backlink skiplink } }",
        "{\"e\":\"" + entry + "\",\"o\":\"" + operation + "\"}");
  }

  private static JsonNode capture(String label) {
    for (JsonNode capture : CAPTURES) {
      if (capture.get("label").asText().equals(label)) {
        return capture;
      }
    }
    throw new IllegalArgumentException(label);
  }

  private static String body(JsonNode capture, int index) {
    return capture.get("requests").get(index).get("body").asText();
  }
}
