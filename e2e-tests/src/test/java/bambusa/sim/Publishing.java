package bambusa.sim;

import bambusa.crypto.Hash;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.MemoryStore.Stored;
import bambusa.ingest.Standing;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.LogKey;
import bambusa.operation.DocumentId;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.SchemaId;
import bambusa.replication.Step;
import bambusa.replication.TargetSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What authors write, and where. */
final class Publishing {

  private static final int MAX_TIPS = 3;

  private final Random random;
  private final Tally tally;
  private final Oracle oracle;
  private final List<SimAuthor> authors;
  private final List<Site> relays;
  private final List<SchemaId> schemas = new ArrayList<>();
  private final List<VerifiedEntry> definitions = new ArrayList<>();
  private final Map<VerifiedEntry, SimAuthor> definers = new LinkedHashMap<>();
  private int texts;

  Publishing(
      Random random, Tally tally, Oracle oracle, List<SimAuthor> authors, List<Site> relays) {
    this.random = random;
    this.tally = tally;
    this.oracle = oracle;
    this.authors = authors;
    this.relays = relays;
  }

  List<SimAuthor> authors() {
    return authors;
  }

  /** Defines a schema at some relay before anything else happens. */
  SchemaId define(String name) {
    SimAuthor author = new SimAuthor("definer of " + name, false);
    Site relay = relays.get(random.nextInt(relays.size()));
    VerifiedEntry field = published(author, relay, null, Schemas.field("name")).orElseThrow();
    VerifiedEntry definition =
        published(author, relay, null, Schemas.definition(name, field.hash())).orElseThrow();
    SchemaId schema = Schemas.id(name, definition.hash());
    schemas.add(schema);
    for (VerifiedEntry defining : List.of(field, definition)) {
      definitions.add(defining);
      definers.put(defining, author);
    }
    return schema;
  }

  /** Signs another entry in the place of one that defines a schema, for a relay that is up. */
  void forkDefinition() {
    Site relay = relays.get(random.nextInt(relays.size()));
    VerifiedEntry defining = definitions.get(random.nextInt(definitions.size()));
    if (!relay.isUp()) {
      return;
    }
    Operation other =
        defining.operation().schemaId().equals(SchemaId.SCHEMA_DEFINITION)
            ? Schemas.definition("another", defining.hash())
            : Schemas.field("another");
    VerifiedEntry branch = definers.get(defining).branchOf(defining, other);
    tally.happened(Fault.AUTHOR_FORKED_DEFINITION);
    oracle.published(branch);
    ingest(branch, relay);
  }

  private static void ingest(VerifiedEntry entry, Site relay) {
    EncodedEntryAndOperation encoded =
        new EncodedEntryAndOperation(entry.entry().encoded(), entry.decoded().encodedOperation());
    relay.node().ingest(new Step.Batch(List.of(encoded), List.of(), TargetSet.EVERYTHING, null));
    relay.node().makeDurable();
    relay.changed();
  }

  /** Something at a relay that is up. One that forks often writes at two relays at once. */
  void publish() {
    SimAuthor author = authors.get(random.nextInt(authors.size()));
    int writes = author.forks() && random.nextBoolean() ? 2 : 1;
    for (int i = 0; i < writes; i++) {
      Site relay = relays.get(random.nextInt(relays.size()));
      if (relay.isUp()) {
        publish(author, relay);
      }
    }
  }

  private void publish(SimAuthor author, Site relay) {
    Map<DocumentId, List<Stored>> documents = documents(relay);
    if (documents.isEmpty() || random.nextInt(3) == 0) {
      SchemaId schema = schemas.get(random.nextInt(schemas.size()));
      published(author, relay, null, Operation.create(schema, Schemas.text(text())));
      return;
    }
    List<DocumentId> ids = List.copyOf(documents.keySet());
    DocumentId document = ids.get(random.nextInt(ids.size()));
    List<Stored> operations = documents.get(document);
    List<Hash> previous = new ArrayList<>();
    for (int tips = 1 + random.nextInt(MAX_TIPS); tips > 0; tips--) {
      // Late operations more often than early ones.
      int from = random.nextBoolean() ? Math.max(0, operations.size() - 2) : 0;
      int at = from + random.nextInt(operations.size() - from);
      previous.add(operations.get(at).entry().hash());
    }
    SchemaId schema = operations.get(0).document().schemaId();
    DocumentViewId view = DocumentViewId.ofTips(previous);
    Operation operation =
        random.nextInt(15) == 0
            ? Operation.delete(schema, view)
            : Operation.update(schema, view, Schemas.text(text()));
    published(author, relay, document, operation);
  }

  private Optional<VerifiedEntry> published(
      SimAuthor author, Site relay, @Nullable DocumentId document, Operation operation) {
    Optional<VerifiedEntry> entry = author.publish(relay, document, operation, tally);
    entry.ifPresent(oracle::published);
    relay.changed();
    return entry;
  }

  /**
   * Brings to light a fork of which no relay knows: heights do not tell branches of equal length
   * apart (replication.md 2), so two relays that met later than the branches may hold one each.
   * What one of the authors' devices writes next shows it.
   */
  void growAtOneRelay(LogKey log) {
    for (Site relay : relays) {
      if (relay.node().store().log(log).fork() != null) {
        return;
      }
    }
    for (Site relay : relays) {
      if (relay.node().store().log(log).height() != 0) {
        grow(log, relay);
        return;
      }
    }
  }

  private void grow(LogKey log, Site relay) {
    Set<SimAuthor> all = new LinkedHashSet<>(authors);
    all.addAll(definers.values());
    for (SimAuthor author : all) {
      if (author.key().publicKey().equals(log.author())) {
        tally.happened(Fault.FORK_UNSEEN_UNTIL_IT_GREW);
        texts++;
        VerifiedEntry entry = author.grow(relay.node().store(), log, Schemas.text("grown" + texts));
        oracle.published(entry);
        ingest(entry, relay);
      }
    }
  }

  private String text() {
    texts++;
    return "text " + texts;
  }

  /** Documents of application schemas that a relay has, with what counts in them. */
  private static Map<DocumentId, List<Stored>> documents(Site relay) {
    Map<DocumentId, List<Stored>> documents = new TreeMap<>();
    for (Stored stored : relay.node().store().stored()) {
      if (stored.standing() != Standing.EVIDENCE && !stored.document().schemaId().isSystem()) {
        documents
            .computeIfAbsent(stored.document().documentId(), id -> new ArrayList<>())
            .add(stored);
      }
    }
    return documents;
  }
}
