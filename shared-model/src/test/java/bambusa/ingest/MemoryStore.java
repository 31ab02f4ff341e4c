package bambusa.ingest;

import bambusa.crypto.Hash;
import bambusa.log.Entry;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.log.SeqNum;
import bambusa.operation.Action;
import bambusa.operation.DocumentId;
import bambusa.operation.DocumentViewId;
import bambusa.operation.SchemaId;
import bambusa.schema.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A store in memory, simple enough to be right at a glance: the yardstick for the others. */
public final class MemoryStore implements FactSource {

  private final Map<Hash, Stored> byHash = new LinkedHashMap<>();
  private final Map<LogPosition, Hash> kept = new HashMap<>();
  private final Map<LogKey, LogFact> logs = new TreeMap<>();
  private final Map<SchemaId, Schema> schemas = new HashMap<>();
  private final Map<LogKey, Long> proofArrivals = new HashMap<>();
  private final ParkedEntries parked = new ParkedEntries(10_000, 10_000_000);
  private final BatchIngest ingest = new BatchIngest(this, this::write, parked);
  private long arrival;

  /** One stored entry, with its arrival index. */
  public record Stored(
      VerifiedEntry entry, DocumentFact document, Standing standing, long arrival) {

    Stored standing(Standing changed) {
      return new Stored(entry, document, changed, arrival);
    }
  }

  /** Ingests a batch as a replication session does, with everything that waited for it. */
  public List<IngestResult> replicate(List<VerifiedEntry> batch, DocumentChoice asked) {
    return ingest.ingest(batch, asked);
  }

  /** Ingests what an author publishes. */
  public IngestResult publish(VerifiedEntry entry, DocumentChoice accepted) {
    Decision decision = Ingest.published(entry, accepted, this);
    write(decision);
    return decision.results().get(0);
  }

  /** Ingests a proof of a fork. */
  public void prove(ForkProof proof) {
    write(Ingest.forkProven(proof, this));
  }

  /** Lets the store know a schema whose definition it does not hold. */
  public void know(Schema schema) {
    schemas.put(schema.id(), schema);
  }

  /** Writes what was decided. */
  public void write(Decision decision) {
    decision.schemas().forEach(schema -> schemas.put(schema.id(), schema));
    decision.forks().forEach(this::write);
    for (Hash promoted : decision.promoted()) {
      stand(promoted, Standing.FORKED);
    }
    for (AcceptedEntry accepted : decision.accepted()) {
      VerifiedEntry entry = accepted.entry();
      arrival++;
      byHash.put(
          entry.hash(), new Stored(entry, accepted.document(), accepted.standing(), arrival));
      if (accepted.standing() == Standing.KEPT) {
        Entry kept = entry.entry();
        this.kept.put(kept.position(), entry.hash());
        logs.put(
            kept.logKey(),
            new LogFact(kept.seqNum().value(), accepted.document(), fork(kept.logKey())));
      }
    }
  }

  private @Nullable ForkProof fork(LogKey log) {
    return logs.getOrDefault(log, LogFact.EMPTY).fork();
  }

  private void write(Fork fork) {
    LogKey key = fork.proof().logKey();
    LogFact log = logs.getOrDefault(key, LogFact.EMPTY);
    long end = fork.proof().seqNum().value() - 1;
    long height = Long.compareUnsigned(log.height(), end) > 0 ? end : log.height();
    logs.put(key, new LogFact(height, log.document(), fork.proof()));
    arrival++;
    proofArrivals.put(key, arrival);
    kept.keySet()
        .removeIf(at -> at.log().equals(key) && fork.proof().seqNum().compareTo(at.seqNum()) <= 0);
    fork.standings().forEach(this::stand);
  }

  private void stand(Hash operationId, Standing standing) {
    byHash.computeIfPresent(operationId, (id, stored) -> stored.standing(standing));
  }

  @Override
  public void load(Needs needs, Facts facts) {
    needs.logs().forEach(log -> facts.log(log, logs.getOrDefault(log, LogFact.EMPTY)));
    needs.hashes().forEach(position -> facts.hashAt(position, kept.get(position)));
    for (Hash operationId : needs.operations()) {
      Stored stored = byHash.get(operationId);
      facts.operation(
          operationId,
          stored == null ? null : new OperationFact(stored.document(), stored.standing()));
    }
    for (SchemaId schemaId : needs.schemas()) {
      Schema schema = schemas.get(schemaId);
      if (schema != null) {
        facts.schema(schema);
      }
    }
    for (Hash operationId : needs.definitions()) {
      Stored stored = byHash.get(operationId);
      facts.definition(operationId, stored == null ? null : stored.entry().operation());
    }
    needs
        .entries()
        .forEach(
            position -> facts.entryAt(position, byHash.get(kept.get(position)).entry().entry()));
    needs.graphs().forEach(documentId -> facts.graph(documentId, graph(documentId)));
    needs.deletions().forEach(documentId -> facts.deleted(documentId, deleted(documentId)));
    needs.authorLogs().forEach(of -> facts.authorLogs(of, authorLogs(of)));
  }

  private List<GraphNode> graph(DocumentId documentId) {
    List<GraphNode> nodes = new ArrayList<>();
    for (Stored stored : of(documentId)) {
      VerifiedEntry entry = stored.entry();
      List<Hash> previous =
          entry.operation().previous().map(DocumentViewId::operationIds).orElse(List.of());
      nodes.add(new GraphNode(entry.hash(), entry.entry().position(), previous, stored.standing()));
    }
    return nodes;
  }

  private boolean deleted(DocumentId documentId) {
    return of(documentId).stream()
        .anyMatch(
            stored ->
                stored.standing() != Standing.EVIDENCE
                    && stored.entry().operation().action() == Action.DELETE);
  }

  private List<LogId> authorLogs(Needs.AuthorDocument of) {
    List<LogId> logIds = new ArrayList<>();
    logs.forEach(
        (key, log) -> {
          DocumentFact document = log.document();
          if (key.author().equals(of.author())
              && log.fork() == null
              && document != null
              && document.documentId().equals(of.documentId())) {
            logIds.add(key.logId());
          }
        });
    return logIds;
  }

  private Collection<Stored> of(DocumentId documentId) {
    return byHash.values().stream()
        .filter(stored -> stored.document().documentId().equals(documentId))
        .toList();
  }

  /**
   * Everything nodes must agree on: kept and forked operations, heights, proofs. In a fixed order.
   */
  public String digest() {
    Set<String> lines = new TreeSet<>();
    byHash.forEach(
        (hash, stored) -> {
          if (stored.standing() != Standing.EVIDENCE) {
            lines.add(hash + " " + stored.standing() + " " + stored.document().documentId());
          }
        });
    logs.forEach(
        (key, log) ->
            lines.add(key + " " + Long.toUnsignedString(log.height()) + " " + log.fork()));
    return String.join("\n", lines);
  }

  public int entryCount() {
    return kept.size();
  }

  /** Everything that was ever stored, in the order of arrival. */
  public Collection<Stored> stored() {
    return Collections.unmodifiableCollection(byHash.values());
  }

  public @Nullable Stored find(Hash hash) {
    return byHash.get(hash);
  }

  /** All logs of which anything is known, in the order of their keys. */
  public Map<LogKey, LogFact> logs() {
    return Collections.unmodifiableMap(logs);
  }

  /** The arrival index of the proof that ended a log; 0 for none. */
  public long proofArrival(LogKey log) {
    return proofArrivals.getOrDefault(log, 0L);
  }

  /** The highest arrival index given out. */
  public long lastArrival() {
    return arrival;
  }

  public LogFact log(LogKey key) {
    return logs.getOrDefault(key, LogFact.EMPTY);
  }

  public @Nullable Standing standing(Hash operationId) {
    Stored stored = byHash.get(operationId);
    return stored == null ? null : stored.standing();
  }

  /** Hashes that parked entries wait for. */
  public List<Hash> missing() {
    return parked.missing(Integer.MAX_VALUE);
  }

  public int parkedCount() {
    return parked.size();
  }

  /** The hash of a kept entry. */
  public @Nullable Hash hashAt(LogKey log, SeqNum seqNum) {
    return kept.get(new LogPosition(log, seqNum));
  }
}
