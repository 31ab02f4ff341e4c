package bambusa.sim;

import bambusa.crypto.Hash;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.ForkProof;
import bambusa.ingest.LogFact;
import bambusa.ingest.MemoryStore;
import bambusa.ingest.MemoryStore.Stored;
import bambusa.ingest.Standing;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.LogKey;
import bambusa.operation.SchemaId;
import bambusa.replication.TargetSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Knows everything that was ever published, and so what every node must end with. */
final class Oracle {

  private final List<VerifiedEntry> published = new ArrayList<>();
  private MemoryStore all = new MemoryStore();
  private int known;

  void published(VerifiedEntry entry) {
    published.add(entry);
  }

  /**
   * What a node holds that has met everything.
   *
   * @param branches second branches that reached somebody honest
   */
  MemoryStore all(Collection<VerifiedEntry> branches) {
    List<VerifiedEntry> everything = new ArrayList<>(published);
    everything.addAll(branches);
    if (everything.size() != known) {
      known = everything.size();
      all = store(everything);
    }
    return all;
  }

  private static MemoryStore store(List<VerifiedEntry> everything) {
    MemoryStore store = new MemoryStore();
    store.replicate(everything, DocumentChoice.EVERYTHING);
    for (int round = 0; round < everything.size() && !store.missing().isEmpty(); round++) {
      Set<Hash> missing = new HashSet<>(store.missing());
      List<VerifiedEntry> again = new ArrayList<>();
      for (VerifiedEntry entry : everything) {
        if (missing.contains(entry.hash())) {
          again.add(entry);
        }
      }
      store.replicate(again, DocumentChoice.EVERYTHING);
    }
    return store;
  }

  /** Everything that nodes must agree on about the documents of a target set. */
  static Set<String> digest(MemoryStore store, TargetSet target) {
    Set<String> lines = new TreeSet<>();
    for (Stored stored : store.stored()) {
      if (stored.standing() != Standing.EVIDENCE && target.includes(stored.document())) {
        lines.add(
            stored.standing()
                + " "
                + stored.entry().entry().position()
                + " "
                + stored.entry().hash());
      }
    }
    for (Map.Entry<LogKey, LogFact> log : store.logs().entrySet()) {
      LogFact fact = log.getValue();
      if (isOf(fact, target)) {
        lines.add(log.getKey() + " ends at " + fact.height() + ", " + fact.fork());
      }
    }
    return lines;
  }

  private static boolean isOf(LogFact fact, TargetSet target) {
    ForkProof fork = fact.fork();
    if (fork != null && fork.seqNum().isFirst()) {
      return true;
    }
    return fact.document() != null && target.includes(fact.document());
  }

  /** What defines the schemas that a node asks for, is in its log, and is not held. */
  static Set<Hash> undefined(MemoryStore all, MemoryStore store, TargetSet target) {
    Set<Hash> undefined = new TreeSet<>();
    for (SchemaId schema : target.schemaIds().orElse(Set.of())) {
      for (Hash definition : schema.definition().orElseThrow().operationIds()) {
        // Behind a fork it is kept by those only who hold documents that need it.
        if (all.standing(definition) == Standing.KEPT) {
          undefined.add(definition);
          undefined.addAll(Schemas.fieldsOf(all.find(definition).entry().operation()));
        }
      }
    }
    undefined.removeIf(
        definition -> store.find(definition) != null || all.standing(definition) != Standing.KEPT);
    return undefined;
  }

  /** What a node holds although neither its target set nor the schemas of that ask for it. */
  static Set<String> unasked(MemoryStore store, TargetSet target) {
    Set<SchemaId> schemas = new HashSet<>();
    target.schemaIds().ifPresent(schemas::addAll);
    for (Stored stored : store.stored()) {
      if (target.includes(stored.document())) {
        schemas.add(stored.document().schemaId());
      }
    }
    Set<Hash> definitions = new HashSet<>();
    for (SchemaId schema : schemas) {
      schema.definition().ifPresent(view -> definitions.addAll(view.operationIds()));
    }
    Set<Hash> fields = new HashSet<>();
    for (Hash definition : definitions) {
      Stored stored = store.find(definition);
      if (stored != null) {
        fields.addAll(Schemas.fieldsOf(stored.entry().operation()));
      }
    }
    definitions.addAll(fields);
    Set<String> unasked = new TreeSet<>();
    for (Stored stored : store.stored()) {
      if (!target.includes(stored.document())
          && !definitions.contains(stored.document().documentId().operationId())) {
        unasked.add(stored.entry().entry() + " of " + stored.document());
      }
    }
    return unasked;
  }
}
