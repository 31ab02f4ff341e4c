package bambusa.e2e;

import bambusa.TestAuthor;
import bambusa.crypto.Hash;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import bambusa.relay.client.RelayClient;
import bambusa.relay.client.RelayClientException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Publishes a schema of plants, and plants: documents whose parents are documents too. */
final class Garden {

  private static final TestAuthor VISITOR = TestAuthor.named("bear");

  private final TestAuthor gardener;
  private final RelayClient relay;
  private final Map<String, Integer> logCounts = new HashMap<>();
  private final Map<String, TestLog> logs = new HashMap<>();
  private final List<VerifiedEntry> published = new ArrayList<>();
  private final Map<Hash, Hash> tips = new HashMap<>();
  private final SchemaId schemaId;

  Garden(URI graphql) {
    this(graphql, "plants");
  }

  /** Gardens of other names are other people's. */
  Garden(URI graphql, String name) {
    gardener = TestAuthor.named("gardener of " + name);
    relay = new RelayClient(graphql, HttpClient.newHttpClient());
    List<List<Hash>> fields = new ArrayList<>();
    fields.add(field("name", "str"));
    fields.add(field("height", "float"));
    fields.add(field("culms", "int"));
    fields.add(field("parents", "relation_list(schema_field_definition_v1)"));
    VerifiedEntry definition =
        publish(
            gardener,
            Operation.create(
                SchemaId.SCHEMA_DEFINITION,
                Map.of(
                    "name", new PlainValue.Str(name),
                    "description", new PlainValue.Str("What grows here"),
                    "fields", new PlainValue.HashLists(fields))));
    schemaId = SchemaId.application(name, DocumentViewId.of(definition.hash()));
  }

  private List<Hash> field(String name, String type) {
    VerifiedEntry field =
        publish(
            gardener,
            Operation.create(
                SchemaId.SCHEMA_FIELD_DEFINITION,
                Map.of("name", new PlainValue.Str(name), "type", new PlainValue.Str(type))));
    return List.of(field.hash());
  }

  String schema() {
    return schemaId.toString();
  }

  Hash plant(String name, double height, long culms, Hash... parents) {
    return publish(
            gardener,
            Operation.create(
                schemaId,
                Map.of(
                    "name", new PlainValue.Str(name),
                    "height", new PlainValue.Float(height),
                    "culms", new PlainValue.Int(culms),
                    "parents", new PlainValue.Hashes(List.of(parents)))))
        .hash();
  }

  /** The visitor measures a plant anew; gives the operation. */
  Hash measure(Hash plant, double height) {
    Operation operation =
        Operation.update(schemaId, view(plant), Map.of("height", new PlainValue.Float(height)));
    return change(VISITOR, plant, operation);
  }

  Hash delete(Hash plant) {
    return change(gardener, plant, Operation.delete(schemaId, view(plant)));
  }

  private DocumentViewId view(Hash plant) {
    return DocumentViewId.of(tips.getOrDefault(plant, plant));
  }

  private Hash change(TestAuthor author, Hash plant, Operation operation) {
    Hash id = publish(author, plant, operation).hash();
    tips.put(plant, id);
    return id;
  }

  /** A new document. */
  private VerifiedEntry publish(TestAuthor author, Operation operation) {
    TestLog log = newLog(author);
    VerifiedEntry entry = publish(log.append(operation));
    logs.put(author.publicKey() + " " + entry.hash(), log);
    return entry;
  }

  /** An author has one log for each document. */
  private VerifiedEntry publish(TestAuthor author, Hash document, Operation operation) {
    TestLog log = logs.computeIfAbsent(author.publicKey() + " " + document, key -> newLog(author));
    return publish(log.append(operation));
  }

  private TestLog newLog(TestAuthor author) {
    return new TestLog(author, logCounts.merge(author.publicKey().toString(), 1, Integer::sum) - 1);
  }

  /** Publishes all of it, in the same order, to another relay. */
  void copyTo(URI graphql) {
    RelayClient other = new RelayClient(graphql, HttpClient.newHttpClient());
    published.forEach(entry -> publish(entry, other));
  }

  private VerifiedEntry publish(VerifiedEntry entry) {
    published.add(entry);
    return publish(entry, relay);
  }

  private static VerifiedEntry publish(VerifiedEntry entry, RelayClient to) {
    try {
      to.publish(entry.entry().encoded(), entry.decoded().encodedOperation());
      return entry;
    } catch (RelayClientException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
