package bambusa.ingest;

import bambusa.crypto.Hash;
import bambusa.document.SchemaResolver;
import bambusa.log.Entry;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.SchemaId;
import bambusa.schema.Schema;
import bambusa.schema.SchemaResolution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The facts, and on top of them what the decision in progress has accepted so far. */
final class Ledger {

  private final Facts facts;
  private final Map<LogKey, LogFact> logs = new HashMap<>();
  private final Map<LogPosition, Hash> hashes = new HashMap<>();
  private final Map<Hash, OperationFact> operations = new HashMap<>();
  private final Map<Hash, Operation> definitions = new HashMap<>();
  private final Map<SchemaId, Schema> resolved = new LinkedHashMap<>();
  private final Map<SchemaId, Set<Hash>> definedBehindForks = new HashMap<>();
  private final Map<Hash, AcceptedEntry> candidates = new LinkedHashMap<>();
  private final List<AcceptedEntry> accepted = new ArrayList<>();
  private final Set<Hash> promoted = new LinkedHashSet<>();

  Ledger(Facts facts) {
    this.facts = facts;
  }

  LogFact log(LogKey log) {
    LogFact changed = logs.get(log);
    return changed != null ? changed : known(facts.logs.get(log), "log", log);
  }

  @Nullable Hash hashAt(LogPosition position) {
    Hash accepted = hashes.get(position);
    return accepted != null ? accepted : facts.hashes.get(position);
  }

  @Nullable OperationFact operation(Hash operationId) {
    OperationFact changed = operations.get(operationId);
    return changed != null ? changed : facts.operations.get(operationId);
  }

  /** Schemas are asked for far more often than they are defined, so a resolution is kept. */
  SchemaResolution schema(SchemaId schemaId) {
    Schema known = resolved.get(schemaId);
    if (known == null) {
      known = facts.schemas.get(schemaId);
    }
    if (known != null) {
      return new SchemaResolution.Resolved(known);
    }
    Set<Hash> behindForks = new HashSet<>();
    SchemaResolution resolution =
        SchemaResolver.resolve(schemaId, operationId -> definition(operationId, behindForks));
    definedBehindForks.put(schemaId, behindForks);
    if (resolution instanceof SchemaResolution.Resolved found) {
      resolved.put(schemaId, found.schema());
    }
    return resolution;
  }

  private @Nullable Operation definition(Hash operationId, Set<Hash> behindForks) {
    Operation accepted = definitions.get(operationId);
    if (accepted != null) {
      return accepted;
    }
    AcceptedEntry candidate = candidates.get(operationId);
    if (candidate == null) {
      return facts.definitions.get(operationId);
    }
    behindForks.add(operationId);
    return candidate.entry().operation();
  }

  /**
   * Stores what defines a schema and stands behind a fork: an entry that was asked for cannot be
   * decided without it, here and by whoever asks us for it. It stays evidence, as on a node that
   * stored it before it met the fork.
   */
  void keepDefinition(SchemaId schemaId) {
    Set<Hash> needed = definedBehindForks.getOrDefault(schemaId, Set.of());
    // In the order of the batch every candidate comes after those it stands on.
    for (AcceptedEntry candidate : List.copyOf(candidates.values())) {
      Hash operationId = candidate.entry().hash();
      if (needed.contains(operationId) && operation(operationId) == null) {
        store(candidate.entry(), candidate.document(), Standing.EVIDENCE);
      }
    }
  }

  boolean deleted(DocumentFact document) {
    return known(facts.deletions.get(document.documentId()), "deletion of", document);
  }

  List<LogId> authorLogs(Needs.AuthorDocument of) {
    return known(facts.authorLogs.get(of), "logs of", of);
  }

  List<GraphNode> graph(DocumentFact document) {
    return known(facts.graphs.get(document.documentId()), "graph of", document);
  }

  Entry entryAt(LogPosition position) {
    return known(facts.entries.get(position), "entry", position);
  }

  /**
   * Notes an entry that turned out to be stored already, since later ones of the batch may stand on
   * it.
   */
  void found(VerifiedEntry entry, DocumentFact document) {
    operations.put(entry.hash(), new OperationFact(document, Standing.KEPT));
    define(entry);
  }

  /** Keeps an entry at the end of its log. */
  void append(VerifiedEntry entry, DocumentFact document) {
    LogPosition position = entry.entry().position();
    ForkProof fork = log(position.log()).fork();
    logs.put(position.log(), new LogFact(position.seqNum().value(), document, fork));
    hashes.put(position, entry.hash());
    store(entry, document, Standing.KEPT);
  }

  private void store(VerifiedEntry entry, DocumentFact document, Standing standing) {
    operations.put(entry.hash(), new OperationFact(document, standing));
    define(entry);
    accepted.add(new AcceptedEntry(entry, document, standing));
  }

  /** Only operations of system schemas can be asked for when a schema is resolved. */
  void define(VerifiedEntry entry) {
    if (entry.operation().schemaId().isSystem()) {
      definitions.put(entry.hash(), entry.operation());
    }
  }

  /** Remembers an entry behind a fork, in case a later one of the batch needs it. */
  void candidate(VerifiedEntry entry, DocumentFact document) {
    candidates.put(entry.hash(), new AcceptedEntry(entry, document, Standing.FORKED));
  }

  /**
   * The document of an operation that is stored, or that would be if a kept entry needed it; null
   * if unknown.
   */
  @Nullable DocumentFact documentOf(Hash operationId) {
    OperationFact fact = operation(operationId);
    if (fact != null) {
      return fact.document();
    }
    AcceptedEntry candidate = candidates.get(operationId);
    return candidate == null ? null : candidate.document();
  }

  /**
   * Makes forked operations of whatever behind a fork is in the causal past of an operation that is
   * kept now: candidates of the batch are stored, stored evidence is promoted.
   */
  void keepPast(Operation operation, DocumentFact document) {
    Set<Hash> needed = new LinkedHashSet<>();
    Set<Hash> evidence = new LinkedHashSet<>();
    Deque<Hash> open = new ArrayDeque<>(previous(operation));
    while (!open.isEmpty()) {
      Hash operationId = open.pop();
      AcceptedEntry candidate = candidates.get(operationId);
      if (candidate != null && operation(operationId) == null) {
        if (needed.add(operationId)) {
          open.addAll(previous(candidate.entry().operation()));
        }
        continue;
      }
      GraphNode node = evidence(operationId, document);
      if (node != null && evidence.add(operationId)) {
        open.addAll(node.previous());
      }
    }
    // In the order of the batch every candidate comes after those it stands on.
    for (AcceptedEntry candidate : candidates.values()) {
      if (needed.contains(candidate.entry().hash())) {
        store(candidate.entry(), candidate.document(), Standing.FORKED);
      }
    }
    for (Hash operationId : evidence) {
      operations.put(operationId, new OperationFact(document, Standing.FORKED));
      promoted.add(operationId);
    }
  }

  private static List<Hash> previous(Operation operation) {
    return operation.previous().map(DocumentViewId::operationIds).orElse(List.of());
  }

  /**
   * The node of stored evidence; null for what stands. Where there is evidence the graph was
   * loaded.
   */
  private @Nullable GraphNode evidence(Hash operationId, DocumentFact document) {
    List<GraphNode> graph = facts.graphs.get(document.documentId());
    if (operations.containsKey(operationId) || graph == null) {
      return null;
    }
    for (GraphNode node : graph) {
      if (node.operationId().equals(operationId)) {
        return node.standing() == Standing.EVIDENCE ? node : null;
      }
    }
    return null;
  }

  List<AcceptedEntry> accepted() {
    return accepted;
  }

  Set<Hash> promoted() {
    return promoted;
  }

  /** Those that can be resolved again: what was only looked at behind a fork may not come again. */
  List<Schema> resolvedSchemas() {
    List<Schema> schemas = new ArrayList<>();
    for (Schema schema : resolved.values()) {
      Set<Hash> behindForks = definedBehindForks.getOrDefault(schema.id(), Set.of());
      if (operations.keySet().containsAll(behindForks)) {
        schemas.add(schema);
      }
    }
    return schemas;
  }

  static <T> T known(@Nullable T fact, String kind, Object of) {
    if (fact == null) {
      throw new IllegalStateException("ingest was not told the " + kind + " " + of);
    }
    return fact;
  }
}
