package bambusa.relay.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.TestAuthor;
import bambusa.crypto.Hash;
import bambusa.log.Entry;
import bambusa.log.EntryEncoder;
import bambusa.log.EntryEncoder.Place;
import bambusa.log.LogId;
import bambusa.log.SeqNum;
import bambusa.operation.DocumentViewId;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;
import bambusa.operation.OperationEncoder;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import bambusa.schema.FieldType;
import bambusa.schema.Schema;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RelayClientTest {

  private static final TestAuthor AUTHOR = TestAuthor.named("ada");
  private static final Hash HASH = Hash.of(new byte[] {1});

  private ScriptedRelay relay;
  private RelayClient client;

  @BeforeEach
  void start() throws Exception {
    relay = new ScriptedRelay();
    client = new RelayClient(relay.endpoint(), HttpClient.newHttpClient());
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void nextArgsOfANewLogHaveNoLinks() throws Exception {
    answer("{\"logId\":\"3\",\"seqNum\":\"1\",\"backlink\":null,\"skiplink\":null}");

    assertThat(client.nextArgs(AUTHOR.publicKey(), null)).isEqualTo(Place.first(new LogId(3)));
    assertThat(relay.requests().get(0))
        .contains("\"publicKey\":\"" + AUTHOR.publicKey() + "\"")
        .contains("\"viewId\":null");
  }

  @Test
  void nextArgsOfADocumentAskForItsView() throws Exception {
    answer("{\"logId\":\"0\",\"seqNum\":\"2\",\"backlink\":\"" + HASH + "\",\"skiplink\":null}");

    Place place = client.nextArgs(AUTHOR.publicKey(), DocumentViewId.of(HASH));

    assertThat(place).isEqualTo(new Place(new LogId(0), new SeqNum(2), null, HASH));
    assertThat(relay.requests().get(0)).contains("\"viewId\":\"" + HASH + "\"");
  }

  @Test
  void skiplinkWhereNoneIsEncodedIsRefusedBeforeAnythingIsSigned() {
    answer(
        "{\"logId\":\"0\",\"seqNum\":\"2\",\"backlink\":\""
            + HASH
            + "\",\"skiplink\":\""
            + HASH
            + "\"}");

    assertThatThrownBy(() -> client.nextArgs(AUTHOR.publicKey(), null))
        .isInstanceOf(RelayClientException.Unintelligible.class)
        .hasMessageContaining("not valid for sequence number 2");
  }

  @Test
  void errorsOfTheRelayAreTold() {
    relay.willAnswer(
        200, "{\"errors\":[{\"message\":\"Document is deleted\"},{\"message\":\"and more\"}]}");

    assertThatThrownBy(() -> client.nextArgs(AUTHOR.publicKey(), null))
        .isInstanceOf(RelayClientException.Refused.class)
        .hasMessage("the relay refuses: Document is deleted; and more");
  }

  @Test
  void whatIsNoJsonIsNoRelay() {
    relay.willAnswer(404, "<html>");

    assertThatThrownBy(() -> client.nextArgs(AUTHOR.publicKey(), null))
        .isInstanceOf(RelayClientException.Unintelligible.class)
        .hasMessageContaining("status 404 and no JSON");
  }

  @Test
  void endlessAnswerIsCutOff() {
    relay.willAnswer(200, "{\"data\":\"" + "x".repeat(5 << 20) + "\"}");

    assertThatThrownBy(() -> client.nextArgs(AUTHOR.publicKey(), null))
        .isInstanceOf(RelayClientException.Unintelligible.class)
        .hasMessageContaining("more than");
  }

  @Test
  void closedPortIsUnreachable() {
    URI endpoint = relay.endpoint();
    relay.close();

    assertThatThrownBy(() -> client.nextArgs(AUTHOR.publicKey(), null))
        .isInstanceOf(RelayClientException.Unreachable.class)
        .hasMessage("no relay answers at " + endpoint + ": cannot connect");
  }

  @Test
  void operationIsHeldAgainstTheHashThatWasAsked() throws Exception {
    Operation operation = field("title", "str");
    EncodedOperation payload = OperationEncoder.encode(operation);
    Entry entry = entry(0, payload);
    answer(entry, payload);
    assertThat(client.operation(entry.hash())).contains(operation);

    answer(entry, payload);
    assertThatThrownBy(() -> client.operation(HASH))
        .isInstanceOf(RelayClientException.Unintelligible.class)
        .hasMessageContaining("asked for entry " + HASH + ", got " + entry.hash());

    answer(entry, OperationEncoder.encode(field("title", "int")));
    assertThatThrownBy(() -> client.operation(entry.hash()))
        .isInstanceOf(RelayClientException.Unintelligible.class)
        .hasMessageContaining("the operation is not the one of entry");
  }

  @Test
  void schemaIsPutTogetherFromItsOperations() throws Exception {
    EncodedOperation field = OperationEncoder.encode(field("title", "str"));
    Entry fieldEntry = entry(0, field);
    EncodedOperation definition =
        OperationEncoder.encode(
            Operation.create(
                SchemaId.SCHEMA_DEFINITION,
                Map.of(
                    "name", new PlainValue.Str("task"),
                    "description", new PlainValue.Str("To do"),
                    "fields", new PlainValue.HashLists(List.of(List.of(fieldEntry.hash()))))));
    Entry definitionEntry = entry(1, definition);
    SchemaId id = SchemaId.application("task", DocumentViewId.of(definitionEntry.hash()));
    answer(definitionEntry, definition);
    answer(fieldEntry, field);

    Schema schema = new RemoteSchemas(client).schema(id);

    assertThat(schema).isEqualTo(new Schema(id, "To do", Map.of("title", FieldType.Basic.STR)));
    assertThat(relay.requests()).hasSize(2);
  }

  @Test
  void idThatNamesNoDefinitionIsNoSchema() {
    EncodedOperation field = OperationEncoder.encode(field("title", "str"));
    Entry fieldEntry = entry(0, field);
    SchemaId id = SchemaId.application("task", DocumentViewId.of(fieldEntry.hash()));
    answer(fieldEntry, field);

    assertThatThrownBy(() -> new RemoteSchemas(client).schema(id))
        .isInstanceOf(RelayClientException.class)
        .hasMessageContaining("schema_definition_v1");
  }

  private static Operation field(String name, String type) {
    return Operation.create(
        SchemaId.SCHEMA_FIELD_DEFINITION,
        Map.of("name", new PlainValue.Str(name), "type", new PlainValue.Str(type)));
  }

  private static Entry entry(long logId, EncodedOperation payload) {
    return EntryEncoder.sign(AUTHOR, Place.first(new LogId(logId)), payload.bytes());
  }

  private void answer(Entry entry, EncodedOperation operation) {
    answer("{\"entry\":\"" + entry.encoded() + "\",\"operation\":\"" + operation + "\"}");
  }

  private void answer(String answer) {
    relay.willAnswer(200, "{\"data\":{\"answer\":" + answer + "}}");
  }
}
