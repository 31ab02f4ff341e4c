package bambusa.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import bambusa.Vectors;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.operation.DocumentId;
import bambusa.operation.DocumentViewId;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;
import bambusa.operation.OperationDecoder;
import bambusa.operation.PlainValue;
import bambusa.operation.PlainValues;
import bambusa.operation.SchemaId;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DocumentTest {

  private static final String FIELD = "after";

  @Test
  void documentsOfTheScenarioHaveTheirViews() throws MalformedException, BadGraphException {
    Scenario scenario = new Scenario();
    assertThat(scenario.documents()).hasSize(scenario.expectedDocuments().size());
    for (JsonNode expected : scenario.expectedDocuments()) {
      DocumentId id = DocumentId.parse(expected.get("documentId").asText());
      for (OperationOrder order : OperationOrder.values()) {
        Document document = Document.of(scenario.documents().get(id), order);
        String orderName = order == OperationOrder.CAUSAL ? "causalOrder" : "operationOrder";
        assertThat(order.of(document.graph()))
            .isEqualTo(PlainValues.hashes(expected.get(orderName)));
        assertView(document.view(), expected);
      }
    }
  }

  @Test
  void viewsDoNotDependOnTheOrderOfArrival() throws MalformedException, BadGraphException {
    Random random = new Random(6);
    for (List<PublishedOperation> operations : new Scenario().documents().values()) {
      DocumentView view = Document.of(operations, OperationOrder.CAUSAL).view();
      for (int round = 0; round < 20; round++) {
        List<PublishedOperation> shuffled = new ArrayList<>(operations);
        Collections.shuffle(shuffled, random);
        assertThat(Document.of(shuffled, OperationOrder.CAUSAL).view()).isEqualTo(view);
      }
    }
  }

  @Test
  void olderStatesOfALogAreThoseAfterEachEntry() throws MalformedException, BadGraphException {
    for (String name : List.of("log_081.json", "log_060.json")) {
      JsonNode log = Vectors.read(name);
      Document document = Document.of(published(log), OperationOrder.CAUSAL);
      Map<String, PlainValue> fields = new HashMap<>();
      for (JsonNode entry : log.get("entries")) {
        DocumentViewId viewId = DocumentViewId.parse(entry.get("entryHash").asText());
        boolean deleted = entry.get("action").asText().equals("delete");
        fields.putAll(decoded(entry).fields());
        DocumentView view = document.viewAt(viewId);
        assertThat(view.viewId()).isEqualTo(viewId);
        assertThat(view.deleted()).isEqualTo(deleted);
        assertThat(values(view)).isEqualTo(deleted ? Map.of() : fields);
        assertThat(view.edited()).isEqualTo(entry.get("seqNum").asInt() > 1);
      }
      assertThat(document.view().deleted()).isTrue();
    }
  }

  @Test
  void deleteAnywhereDeletesTheDocument() throws BadGraphException {
    Map<Hash, Operation> operations = Graphs.operations("1:", "2:1", "4:2");
    operations.put(
        Graphs.id('3'), Operation.delete(Graphs.SCHEMA, DocumentViewId.of(Graphs.id('1'))));
    Document document = document(operations);
    assertThat(document.view().deleted()).isTrue();
    assertThat(document.view().edited()).isTrue();
    assertThat(document.view().fields()).isEmpty();
    assertThat(Graphs.names(document.view().viewId().operationIds())).isEqualTo("34");
    assertThat(document.viewAt(DocumentViewId.of(Graphs.id('4'))).deleted()).isFalse();
  }

  @Test
  void updateThatHasSeenAnotherWinsOnlyInCausalOrder() throws BadGraphException {
    Map<Hash, Operation> operations = Graphs.operations("1:", "2:1", "3:1", "4:2", "5:23");
    DocumentView causal = document(operations).view();
    assertThat(causal.fields().get(FIELD).operationId()).isEqualTo(Graphs.id('5'));
    DocumentView reference = Document.of(published(operations), OperationOrder.REFERENCE).view();
    assertThat(reference.fields().get(FIELD).operationId()).isEqualTo(Graphs.id('3'));
  }

  @Test
  void updateThatWritesNothingDoesNotEdit() throws BadGraphException {
    Map<Hash, Operation> operations = Graphs.operations("1:");
    operations.put(
        Graphs.id('2'),
        Operation.update(Graphs.SCHEMA, DocumentViewId.of(Graphs.id('1')), Map.of()));
    DocumentView view = document(operations).view();
    assertThat(view.edited()).isFalse();
    assertThat(Graphs.names(view.viewId().operationIds())).isEqualTo("2");
  }

  @Test
  void operationOfAnotherSchemaIsNoPartOfADocument() {
    Map<Hash, Operation> operations = Graphs.operations("1:");
    operations.put(
        Graphs.id('2'), Operation.delete(SchemaId.BLOB, DocumentViewId.of(Graphs.id('1'))));
    assertThatExceptionOfType(BadGraphException.class)
        .isThrownBy(() -> document(operations))
        .returns(GraphFault.SEVERAL_SCHEMAS, BadGraphException::fault);
  }

  private static void assertView(DocumentView view, JsonNode expected) throws MalformedException {
    assertThat(view.documentId()).hasToString(expected.get("documentId").asText());
    assertThat(view.viewId()).hasToString(expected.get("viewId").asText());
    assertThat(view.schemaId()).hasToString(expected.get("schemaId").asText());
    assertThat(view.owner()).hasToString(expected.get("owner").asText());
    assertThat(view.deleted()).isEqualTo(expected.get("deleted").asBoolean());
    assertThat(view.edited()).isEqualTo(expected.get("edited").asBoolean());
    Map<String, DocumentField> fields = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : expected.get("fields").properties()) {
      JsonNode value = field.getValue();
      fields.put(
          field.getKey(),
          new DocumentField(
              PlainValues.typed(value.get("type").asText(), value.get("value")),
              Hash.parse(value.get("operationId").asText())));
    }
    assertThat(view.fields()).isEqualTo(fields);
  }

  private static Document document(Map<Hash, Operation> operations) throws BadGraphException {
    return Document.of(published(operations), OperationOrder.CAUSAL);
  }

  private static List<PublishedOperation> published(Map<Hash, Operation> operations) {
    List<PublishedOperation> published = new ArrayList<>();
    operations.forEach(
        (id, operation) -> published.add(new PublishedOperation(id, author(), operation)));
    return published;
  }

  private static List<PublishedOperation> published(JsonNode log) throws MalformedException {
    List<PublishedOperation> published = new ArrayList<>();
    for (JsonNode entry : log.get("entries")) {
      Hash id = Hash.parse(entry.get("entryHash").asText());
      published.add(new PublishedOperation(id, author(), decoded(entry)));
    }
    return published;
  }

  private static Operation decoded(JsonNode entry) throws MalformedException {
    return OperationDecoder.decode(EncodedOperation.parse(entry.get("operation").asText()));
  }

  private static Map<String, PlainValue> values(DocumentView view) {
    Map<String, PlainValue> values = new HashMap<>();
    view.fields().forEach((name, field) -> values.put(name, field.value()));
    return values;
  }

  private static PublicKey author() {
    try {
      return PublicKey.fromBytes(new byte[PublicKey.SIZE]);
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }
}
