package bambusa.ingest;

import bambusa.crypto.Hash;
import bambusa.document.SchemaResolver;
import bambusa.log.Entry;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.log.SeqNum;
import bambusa.log.Skiplink;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.SchemaId;
import bambusa.schema.SchemaResolution;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Step 3 of ingest: finds out what must be known. Some facts tell which others matter, so it is
 * asked again with more facts until it needs nothing; three rounds as a rule.
 */
final class Gathering {

  private final Facts facts;
  private final boolean publishing;
  private final Map<Hash, VerifiedEntry> batch = new HashMap<>();
  private final Needs needs = new Needs();

  Gathering(List<VerifiedEntry> entries, Facts facts, boolean publishing) {
    this.facts = facts;
    this.publishing = publishing;
    for (VerifiedEntry entry : entries) {
      batch.put(entry.hash(), entry);
    }
  }

  Needs needs() {
    for (VerifiedEntry verified : batch.values()) {
      Entry entry = verified.entry();
      previous(verified.operation());
      schema(verified.operation().schemaId());
      LogFact log = facts.logs.get(entry.logKey());
      if (log == null) {
        needs.logs.add(entry.logKey());
      } else {
        place(entry, log);
      }
      if (publishing) {
        publishing(verified);
      }
    }
    return needs;
  }

  private void place(Entry entry, LogFact log) {
    if (log.endsBefore(entry.seqNum())) {
      operation(entry.hash());
      return;
    }
    if (log.holds(entry.seqNum())) {
      held(entry, log);
      return;
    }
    LogPosition before = link(entry.logKey(), entry.seqNum().value() - 1, log);
    Hash backlink = entry.backlink().orElse(null);
    if (before != null && backlink != null && isOther(backlink, before)) {
      operation(backlink);
    }
    if (Skiplink.isEncoded(entry.seqNum())) {
      link(entry.logKey(), Skiplink.target(entry.seqNum().value()), log);
    }
  }

  private void held(Entry entry, LogFact log) {
    LogPosition position = entry.position();
    if (!facts.hashes.containsKey(position)) {
      needs.hashes.add(position);
      return;
    }
    Hash stored = facts.hashes.get(position);
    if (entry.hash().equals(stored)) {
      return;
    }
    if (!facts.entries.containsKey(position)) {
      needs.entries.add(position);
    }
    graph(Ledger.known(log.document(), "document of", entry.logKey()));
  }

  private boolean isOther(Hash backlink, LogPosition before) {
    return facts.hashes.containsKey(before) && !backlink.equals(facts.hashes.get(before));
  }

  /** The position a link leads to, if the log holds it. */
  private @Nullable LogPosition link(LogKey log, long seqNum, LogFact fact) {
    if (seqNum == 0 || Long.compareUnsigned(seqNum, fact.height()) > 0) {
      return null;
    }
    LogPosition position = new LogPosition(log, new SeqNum(seqNum));
    if (!facts.hashes.containsKey(position)) {
      needs.hashes.add(position);
    }
    return position;
  }

  private void previous(Operation operation) {
    Optional<DocumentViewId> previous = operation.previous();
    if (previous.isEmpty()) {
      return;
    }
    for (Hash operationId : previous.get().operationIds()) {
      if (!batch.containsKey(operationId)) {
        operation(operationId);
      }
    }
  }

  private void operation(Hash operationId) {
    if (!facts.operations.containsKey(operationId)) {
      needs.operations.add(operationId);
      return;
    }
    OperationFact fact = facts.operations.get(operationId);
    if (fact != null && fact.standing() == Standing.EVIDENCE) {
      graph(fact.document());
    }
  }

  private void graph(DocumentFact document) {
    if (!facts.graphs.containsKey(document.documentId())) {
      needs.graphs.add(document.documentId());
    }
  }

  private void schema(SchemaId schemaId) {
    if (facts.schemas.containsKey(schemaId)) {
      return;
    }
    if (facts.askedSchemas.add(schemaId)) {
      needs.schemas.add(schemaId);
      return;
    }
    SchemaResolution resolution = SchemaResolver.resolve(schemaId, this::definition);
    if (resolution instanceof SchemaResolution.Missing missing) {
      for (Hash operationId : missing.operationIds()) {
        if (!facts.definitions.containsKey(operationId)) {
          needs.definitions.add(operationId);
        }
      }
    }
  }

  private @Nullable Operation definition(Hash operationId) {
    VerifiedEntry inBatch = batch.get(operationId);
    return inBatch != null ? inBatch.operation() : facts.definitions.get(operationId);
  }

  private void publishing(VerifiedEntry verified) {
    Optional<DocumentViewId> previous = verified.operation().previous();
    if (previous.isEmpty()) {
      return;
    }
    Hash lowest = previous.get().operationIds().get(0);
    OperationFact first = facts.operations.get(lowest);
    if (first == null) {
      return;
    }
    Needs.AuthorDocument of =
        new Needs.AuthorDocument(verified.entry().author(), first.document().documentId());
    if (!facts.authorLogs.containsKey(of)) {
      needs.authorLogs.add(of);
    }
    if (!facts.deletions.containsKey(of.documentId())) {
      needs.deletions.add(of.documentId());
    }
  }
}
