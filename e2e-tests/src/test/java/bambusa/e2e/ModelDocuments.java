package bambusa.e2e;

import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.document.BadGraphException;
import bambusa.document.Document;
import bambusa.document.DocumentView;
import bambusa.document.OperationOrder;
import bambusa.document.PublishedOperation;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.ForkProof;
import bambusa.ingest.MemoryStore;
import bambusa.ingest.MemoryStore.Stored;
import bambusa.ingest.Standing;
import bambusa.ingest.Verified;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.EncodedEntry;
import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import bambusa.operation.DocumentId;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The documents of what a relay answers, as the model makes them on the JVM: decided by the gate
 * and put together by the code that the relay runs. Told as text, line by line, in the way in which
 * the test has a leecher's answers told.
 */
final class ModelDocuments {

  private static final String FEED =
      "{ entriesSince(first: 5000) { entries { entry operation } hasNextPage"
          + " forkProofs { first second } } }";

  /** Integers beyond it are bigint in JavaScript. */
  private static final long MAX_EXACT = (1L << 53) - 1;

  private final MemoryStore store = new MemoryStore();

  private ModelDocuments() {}

  static ModelDocuments of(RelayProcess relay)
      throws IOException, InterruptedException, MalformedException {
    JsonNode page = relay.ask(FEED).path("entriesSince");
    if (!page.path("hasNextPage").isBoolean() || page.path("hasNextPage").asBoolean()) {
      throw new AssertionError("expected everything on one page");
    }
    ModelDocuments documents = new ModelDocuments();
    for (JsonNode proof : page.path("forkProofs")) {
      documents.store.prove(ForkProof.stored(entry(proof, "first"), entry(proof, "second")));
    }
    List<VerifiedEntry> entries = new ArrayList<>();
    page.path("entries").forEach(pair -> entries.add(entry(pair)));
    documents.store.replicate(entries, DocumentChoice.EVERYTHING);
    // Behind a fork only what something kept stands on is given, and by its hash alone.
    for (List<Hash> missing = documents.store.missing();
        !missing.isEmpty();
        missing = documents.store.missing()) {
      JsonNode pair =
          relay
              .ask("{ entryByHash(hash: \"" + missing.get(0) + "\") { entry operation } }")
              .path("entryByHash");
      documents.store.replicate(List.of(entry(pair)), DocumentChoice.EVERYTHING);
    }
    return documents;
  }

  private static VerifiedEntry entry(JsonNode pair) {
    return Verified.entry(pair.path("entry").asText(), pair.path("operation").asText());
  }

  private static Entry entry(JsonNode proof, String which) throws MalformedException {
    return new EntryDecoder().decode(EncodedEntry.parse(proof.path(which).asText()));
  }

  /** Each document with its history, by its id. */
  Map<String, String> told() throws BadGraphException {
    Map<DocumentId, Map<Hash, Stored>> operations = new HashMap<>();
    for (Stored stored : store.stored()) {
      if (stored.standing() != Standing.EVIDENCE) {
        operations
            .computeIfAbsent(stored.document().documentId(), id -> new HashMap<>())
            .put(stored.entry().hash(), stored);
      }
    }
    Map<String, String> told = new TreeMap<>();
    for (Map.Entry<DocumentId, Map<Hash, Stored>> document : operations.entrySet()) {
      told.put(document.getKey().toString(), told(document.getValue()));
    }
    return told;
  }

  private static String told(Map<Hash, Stored> operations) throws BadGraphException {
    Collection<PublishedOperation> published = new ArrayList<>();
    operations.forEach(
        (id, stored) ->
            published.add(
                new PublishedOperation(
                    id, stored.entry().entry().logKey().author(), stored.entry().operation())));
    Document document = Document.of(published, OperationOrder.CAUSAL);
    DocumentView now = document.view();
    List<String> lines = new ArrayList<>();
    lines.add(now.schemaId() + " by " + now.owner() + (now.deleted() ? " deleted" : ""));
    lines.addAll(told(now));
    for (Hash id : OperationOrder.CAUSAL.of(document.graph())) {
      Stored stored = operations.get(id);
      Entry entry = stored.entry().entry();
      lines.add(
          String.join(
              " ",
              entry.logKey().author().toString(),
              entry.logKey().logId().toString(),
              entry.seqNum().toString(),
              id.toString(),
              told(stored)));
      lines.addAll(told(document.viewAt(DocumentViewId.of(id))));
    }
    return String.join("\n", lines);
  }

  private static String told(Stored stored) {
    Operation operation = stored.entry().operation();
    List<String> words = new ArrayList<>();
    words.add(operation.action().name().toLowerCase(Locale.ROOT));
    words.add(stored.standing() == Standing.FORKED ? "forked" : "kept");
    words.add(String.valueOf(operation.previous().map(DocumentViewId::toString).orElse("")));
    new TreeMap<>(operation.fields())
        .forEach((name, value) -> words.add(name + "=" + told(name, value)));
    return String.join(" ", words);
  }

  private static List<String> told(DocumentView view) {
    List<String> lines = new ArrayList<>();
    lines.add("view " + view.viewId() + (view.edited() ? " edited" : ""));
    new TreeMap<>(view.fields())
        .forEach(
            (name, field) ->
                lines.add(name + "=" + told(name, field.value()) + " by " + field.operationId()));
    return lines;
  }

  /** As JavaScript has it; numbers that are no exact integers by their bits. */
  private static String told(String field, PlainValue value) {
    if (value instanceof PlainValue.Bool truth) {
      return "boolean " + truth.value();
    }
    if (value instanceof PlainValue.Int number) {
      return (Math.abs(number.value()) <= MAX_EXACT && number.value() != Long.MIN_VALUE
              ? "number "
              : "bigint ")
          + number.value();
    }
    if (value instanceof PlainValue.Float number) {
      return told(number.value());
    }
    if (value instanceof PlainValue.Str text) {
      return "string " + text.value();
    }
    if (value instanceof PlainValue.Bytes bytes) {
      return "string " + Hex.encode(bytes.value());
    }
    if (value instanceof PlainValue.Hashes hashes) {
      List<String> ids = hashes.values().stream().map(Hash::toString).toList();
      return field.equals("pinned_relation") ? "string " + String.join("_", ids) : "list " + ids;
    }
    return "list "
        + ((PlainValue.HashLists) value)
            .values().stream().map(tips -> DocumentViewId.ofTips(tips).toString()).toList();
  }

  private static String told(double number) {
    boolean exact =
        number == Math.rint(number)
            && Math.abs(number) <= MAX_EXACT
            && Double.doubleToRawLongBits(number) != Double.doubleToRawLongBits(-0.0);
    return "number "
        + (exact
            ? Long.toString((long) number)
            : String.format(Locale.ROOT, "%016x", Double.doubleToLongBits(number)));
  }
}
