package bambusa.relay.demo;

import bambusa.crypto.Hash;
import bambusa.crypto.Signer;
import bambusa.operation.Action;
import bambusa.operation.DocumentId;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import bambusa.relay.client.Publisher;
import bambusa.relay.client.RelayClient;
import bambusa.relay.client.RelayClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Authors who describe stands of bamboo and their visits to them, correct each other and now and
 * then delete something. One thread at a time.
 */
public final class Garden {

  /** Entries that define the two schemas: a field definition each, and the definition. */
  public static final int SCHEMA_ENTRIES =
      Stand.schema().fields().size() + 1 + Visit.schema(SchemaId.BLOB).fields().size() + 1;

  private static final int PERCENT = 100;
  private static final int STANDS_PERCENT = 25;
  private static final int VISITS_PERCENT = 60;
  private static final int CHANGES_PERCENT = 94;

  private final List<Signer> authors;
  private final List<Publisher> publishers = new ArrayList<>();
  private final RandomGenerator random;
  private final SchemaId standId;
  private final SchemaId visitId;
  private final Stand stand;
  private final Visit visit;
  private final List<GardenDocument> stands = new ArrayList<>();
  private final List<GardenDocument> visits = new ArrayList<>();

  /** Publishes the two schemas in the name of the first author. */
  public Garden(RelayClient relay, List<Signer> authors, RandomGenerator random)
      throws RelayClientException, InterruptedException {
    this.authors = List.copyOf(authors);
    for (Signer author : authors) {
      publishers.add(new Publisher(relay, author));
    }
    this.random = random;
    this.stand = new Stand(random);
    this.visit = new Visit(random);
    this.standId = publishers.get(0).publish(Stand.schema());
    this.visitId = publishers.get(0).publish(Visit.schema(standId));
  }

  /** The two schemas, for those who want to watch them alone. */
  public List<SchemaId> schemaIds() {
    return List.of(standId, visitId);
  }

  /** Publishes one entry more. */
  public DemoStep grow() throws RelayClientException, InterruptedException {
    int author = random.nextInt(authors.size());
    int chance = random.nextInt(PERCENT);
    if (stands.isEmpty() || chance < STANDS_PERCENT) {
      return create(author, standId, stand.described(), stands);
    }
    if (visits.isEmpty() || chance < VISITS_PERCENT) {
      GardenDocument visited = Pick.of(stands, random);
      return create(
          author, visitId, visit.described(visited.documentId(), visited.viewId()), visits);
    }
    return chance < CHANGES_PERCENT ? change(author) : delete(author);
  }

  private DemoStep create(
      int author, SchemaId schemaId, Map<String, PlainValue> fields, List<GardenDocument> into)
      throws RelayClientException, InterruptedException {
    Hash id = publishers.get(author).publish(Operation.create(schemaId, fields));
    into.add(new GardenDocument(schemaId, new DocumentId(id), DocumentViewId.of(id), author));
    return step(author, Action.CREATE, schemaId, id, author);
  }

  /** Mostly stands, by whoever saw them last; notes are changed by their own authors. */
  private DemoStep change(int author) throws RelayClientException, InterruptedException {
    boolean note = random.nextInt(4) == 0;
    List<GardenDocument> from = note ? visits : stands;
    int index = random.nextInt(from.size());
    GardenDocument document = from.get(index);
    int writer = note ? document.owner() : author;
    Map<String, PlainValue> fields = note ? visit.changed() : stand.changed();
    Hash id =
        publishers
            .get(writer)
            .publish(Operation.update(document.schemaId(), document.viewId(), fields));
    from.set(index, document.at(DocumentViewId.of(id)));
    return step(writer, Action.UPDATE, document.schemaId(), id, document.owner());
  }

  private DemoStep delete(int author) throws RelayClientException, InterruptedException {
    GardenDocument document = visits.remove(random.nextInt(visits.size()));
    Hash id =
        publishers.get(author).publish(Operation.delete(document.schemaId(), document.viewId()));
    return step(author, Action.DELETE, document.schemaId(), id, document.owner());
  }

  private DemoStep step(int writer, Action action, SchemaId schemaId, Hash id, int owner) {
    return new DemoStep(authors.get(writer).publicKey(), action, schemaId, id, writer != owner);
  }
}
