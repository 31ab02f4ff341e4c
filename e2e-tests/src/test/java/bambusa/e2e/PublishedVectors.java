package bambusa.e2e;

import bambusa.TestAuthor;
import bambusa.Vectors;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.EncodedEntry;
import bambusa.operation.DocumentViewId;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;
import bambusa.operation.OperationDecoder;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import bambusa.relay.client.RelayClient;
import bambusa.relay.client.RelayClientException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Publishes the documents of the vectors: those of the story as they are, values and graphs as
 * documents that authors here sign, as the vectors have them without their schemas or their bytes.
 */
final class PublishedVectors {

  /** Of the random graphs, which are many, enough for every shape. */
  private static final int RANDOM_GRAPHS = 5;

  private static final int AUTHORS = 3;

  private final RelayClient relay;
  private final Map<String, Integer> logCounts = new HashMap<>();

  PublishedVectors(RelayProcess relay) {
    this.relay = new RelayClient(relay.graphql(), HttpClient.newHttpClient());
  }

  void publishAll() throws RelayClientException, InterruptedException, MalformedException {
    for (JsonNode step : Vectors.read("scenario.json").path("steps")) {
      relay.publish(
          EncodedEntry.parse(step.path("entry").asText()),
          EncodedOperation.parse(step.path("operation").asText()));
    }
    publishValues();
    SchemaId schemaId = define("steps", Map.of("even", "str", "odd", "str"));
    for (JsonNode vector : Vectors.read("documents_order.json").path("vectors")) {
      if (vector.path("causalOrder").isTextual()) {
        continue; // No graph: it names an operation that there is not, so nobody can publish it.
      }
      Map<String, List<String>> graph = new TreeMap<>();
      for (Map.Entry<String, JsonNode> node : vector.path("graph").properties()) {
        graph.put(node.getKey(), Vectors.strings(node.getValue()));
      }
      publishGraph(schemaId, graph);
    }
    JsonNode random = Vectors.read("documents_order_random.json").path("vectors");
    for (int i = 0; i < RANDOM_GRAPHS; i++) {
      Map<String, List<String>> graph = new TreeMap<>();
      for (Map.Entry<String, JsonNode> node : random.path(i).path("graph").properties()) {
        graph.put(node.getKey(), letters(node.getValue().asText()));
      }
      publishGraph(schemaId, graph);
    }
    publishForkedAndDeleted(schemaId);
  }

  private static List<String> letters(String text) {
    return text.chars().mapToObj(Character::toString).toList();
  }

  /** A document for each value, of a schema whose one field has the name of its type. */
  private void publishValues()
      throws RelayClientException, InterruptedException, MalformedException {
    Map<String, SchemaId> schemas = new HashMap<>();
    for (JsonNode vector : Vectors.read("operations_valid.json").path("fieldTypes")) {
      String type = vector.path("type").asText();
      if (!schemas.containsKey(type)) {
        boolean leads = type.contains("relation");
        String written = leads ? type + "(schema_field_definition_v1)" : type;
        schemas.put(type, define("of_" + type, Map.of(type, written)));
      }
      Operation operation =
          OperationDecoder.decode(EncodedOperation.parse(vector.path("operation").asText()));
      PlainValue value = operation.fields().values().iterator().next();
      publish(newLog(0).append(Operation.create(schemas.get(type), Map.of(type, value))));
    }
  }

  private SchemaId define(String name, Map<String, String> types)
      throws RelayClientException, InterruptedException {
    List<List<Hash>> fields = new ArrayList<>();
    for (Map.Entry<String, String> field : types.entrySet()) {
      Operation definition =
          Operation.create(
              SchemaId.SCHEMA_FIELD_DEFINITION,
              Map.of(
                  "name", new PlainValue.Str(field.getKey()),
                  "type", new PlainValue.Str(field.getValue())));
      fields.add(List.of(publish(newLog(0).append(definition)).hash()));
    }
    Operation definition =
        Operation.create(
            SchemaId.SCHEMA_DEFINITION,
            Map.of(
                "name", new PlainValue.Str(name),
                "description", new PlainValue.Str("of vectors"),
                "fields", new PlainValue.HashLists(fields)));
    return SchemaId.application(
        name, DocumentViewId.of(publish(newLog(0).append(definition)).hash()));
  }

  /** Each operation writes one field, some of them the same. */
  private void publishGraph(SchemaId schemaId, Map<String, List<String>> graph)
      throws RelayClientException, InterruptedException {
    Map<String, Hash> done = new LinkedHashMap<>();
    Map<Integer, TestLog> logs = new HashMap<>();
    for (int round = 0; done.size() < graph.size(); round++) {
      if (round == graph.size()) {
        throw new AssertionError("no graph: " + graph);
      }
      for (Map.Entry<String, List<String>> node : graph.entrySet()) {
        String id = node.getKey();
        if (done.containsKey(id) || !done.keySet().containsAll(node.getValue())) {
          continue;
        }
        PlainValue value = new PlainValue.Str(id);
        Operation operation =
            node.getValue().isEmpty()
                ? Operation.create(schemaId, Map.of("even", value, "odd", value))
                : Operation.update(
                    schemaId,
                    DocumentViewId.ofTips(node.getValue().stream().map(done::get).toList()),
                    Map.of(id.charAt(0) % 2 == 0 ? "even" : "odd", value));
        TestLog log = logs.computeIfAbsent(id.charAt(0) % AUTHORS, this::newLog);
        done.put(id, publish(log.append(operation)).hash());
      }
    }
  }

  private void publishForkedAndDeleted(SchemaId schemaId)
      throws RelayClientException, InterruptedException {
    TestLog log = newLog(0);
    VerifiedEntry create = publish(log.append(step(schemaId, "created")));
    TestLog branch = log.branchAfter(1);
    VerifiedEntry first = publish(log.append(step(schemaId, "one", create)));
    publish(newLog(1).append(step(schemaId, "stands on it", first)));
    try {
      publish(branch.append(step(schemaId, "other", create)));
      throw new AssertionError("a second branch was stored");
    } catch (RelayClientException.Refused expected) {
      // The relay keeps it as the proof of a fork.
    }
    VerifiedEntry gone = publish(newLog(0).append(step(schemaId, "goes")));
    publish(newLog(1).append(step(schemaId, "meanwhile", gone)));
    publish(newLog(2).append(Operation.delete(schemaId, DocumentViewId.of(gone.hash()))));
  }

  private static Operation step(SchemaId schemaId, String text, VerifiedEntry... previous) {
    PlainValue value = new PlainValue.Str(text);
    return previous.length == 0
        ? Operation.create(schemaId, Map.of("even", value, "odd", value))
        : Operation.update(schemaId, DocumentViewId.of(previous[0].hash()), Map.of("even", value));
  }

  private TestLog newLog(int number) {
    TestAuthor author = TestAuthor.named("author of vectors " + number);
    return new TestLog(author, logCounts.merge(author.publicKey().toString(), 1, Integer::sum) - 1);
  }

  private VerifiedEntry publish(VerifiedEntry entry)
      throws RelayClientException, InterruptedException {
    relay.publish(entry.entry().encoded(), entry.decoded().encodedOperation());
    return entry;
  }
}
