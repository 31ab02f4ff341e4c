package bambusa.leecher.conformance;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Ed25519;
import bambusa.crypto.Hash;
import bambusa.ingest.AcceptedEntry;
import bambusa.ingest.Decision;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.EntryDecoding;
import bambusa.ingest.EntryVerifier;
import bambusa.ingest.FactSource;
import bambusa.ingest.Facts;
import bambusa.ingest.Ingest;
import bambusa.ingest.IngestResult;
import bambusa.ingest.LogFact;
import bambusa.ingest.Needs;
import bambusa.ingest.NextArgs;
import bambusa.ingest.OperationFact;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.EncodedEntry;
import bambusa.log.Entry;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.log.SeqNum;
import bambusa.operation.Action;
import bambusa.operation.DocumentId;
import bambusa.operation.EncodedOperation;
import bambusa.operation.SchemaId;
import bambusa.schema.FieldType;
import bambusa.schema.RelationKind;
import bambusa.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes vectors through the gate, with as little of a store as that needs. Forks are not written.
 */
final class ConformanceStore implements FactSource {

  private final EntryDecoding decoding = new EntryDecoding();
  private final EntryVerifier verifier = new EntryVerifier(ConformanceStore::judge);
  private final Map<Hash, AcceptedEntry> stored = new LinkedHashMap<>();
  private final Map<LogPosition, Hash> hashes = new HashMap<>();
  private final Map<LogKey, LogFact> logs = new TreeMap<>();
  private final Map<SchemaId, Schema> schemas = new HashMap<>();

  /** Forgets everything, then knows one schema, if it is told: its id and its fields. */
  String clear(List<String> schema) throws MalformedException {
    stored.clear();
    hashes.clear();
    logs.clear();
    schemas.clear();
    if (schema.size() > 1) {
      Map<String, FieldType> fields = new TreeMap<>();
      for (String field : schema.subList(1, schema.size())) {
        int equals = field.indexOf('=');
        fields.put(field.substring(0, equals), type(field.substring(equals + 1)));
      }
      SchemaId id = SchemaId.parse(schema.get(0));
      schemas.put(id, new Schema(id, "", fields));
    }
    return "cleared";
  }

  private static FieldType type(String name) throws MalformedException {
    for (FieldType.Basic basic : FieldType.Basic.values()) {
      if (basic.toString().equals(name)) {
        return basic;
      }
    }
    for (RelationKind kind : RelationKind.values()) {
      if (kind.toString().equals(name)) {
        return new FieldType.Relation(kind, SchemaId.BLOB);
      }
    }
    throw new MalformedException("expected a field type, got " + name);
  }

  String publish(String entryHex, String operationHex) throws MalformedException {
    List<VerifiedEntry> entries = new ArrayList<>();
    String refused = verify(List.of(entryHex, operationHex), entries);
    if (entries.isEmpty()) {
      return refused;
    }
    Decision decision = Ingest.published(entries.get(0), DocumentChoice.EVERYTHING, this);
    write(decision);
    IngestResult result = decision.results().get(0);
    return result instanceof IngestResult.Accepted
        ? "accepted, next " + next(entries.get(0).entry())
        : result.toString();
  }

  String replicate(List<String> hex) throws MalformedException {
    List<VerifiedEntry> entries = new ArrayList<>();
    String refused = verify(hex, entries);
    Decision decision = Ingest.replicated(entries, DocumentChoice.EVERYTHING, this);
    write(decision);
    return refused + decision.results() + " height " + logs.values();
  }

  private NextArgs next(Entry entry) {
    Optional<SeqNum> skiplink = NextArgs.skiplinkTarget(entry.seqNum());
    return NextArgs.after(
        entry.logId(),
        entry.seqNum(),
        entry.hash(),
        skiplink.map(target -> hashes.get(new LogPosition(entry.logKey(), target))).orElse(null));
  }

  /** Decodes and verifies pairs of entry and operation; what is refused is told in words. */
  private String verify(List<String> hex, List<VerifiedEntry> entries) throws MalformedException {
    StringBuilder refused = new StringBuilder();
    for (int i = 0; i < hex.size(); i += 2) {
      EntryDecoding.Outcome outcome =
          decoding.decode(
              new EncodedEntryAndOperation(
                  EncodedEntry.parse(hex.get(i)), EncodedOperation.parse(hex.get(i + 1))));
      if (outcome instanceof EntryDecoding.Outcome.Decoded decoded) {
        @Nullable VerifiedEntry verified = verifier.verify(List.of(decoded.entry())).get(0);
        if (verified != null) {
          entries.add(verified);
        } else {
          refused.append("signature invalid ");
        }
      } else {
        refused.append(outcome).append(' ');
      }
    }
    return refused.toString();
  }

  private static boolean[] judge(List<EncodedEntry> entries) {
    boolean[] verdicts = new boolean[entries.size()];
    for (int i = 0; i < verdicts.length; i++) {
      byte[] bytes = entries.get(i).bytes();
      int signed = bytes.length - Entry.SIGNATURE_SIZE;
      verdicts[i] = Ed25519.verify(bytes, 1, bytes, 0, signed, bytes, signed);
    }
    return verdicts;
  }

  private void write(Decision decision) {
    for (Schema schema : decision.schemas()) {
      schemas.put(schema.id(), schema);
    }
    for (AcceptedEntry accepted : decision.accepted()) {
      Entry entry = accepted.entry().entry();
      stored.put(entry.hash(), accepted);
      hashes.put(entry.position(), entry.hash());
      logs.put(entry.logKey(), new LogFact(entry.seqNum().value(), accepted.document(), null));
    }
  }

  @Override
  public void load(Needs needs, Facts facts) {
    needs.logs().forEach(log -> facts.log(log, logs.getOrDefault(log, LogFact.EMPTY)));
    needs.hashes().forEach(position -> facts.hashAt(position, hashes.get(position)));
    for (Hash id : needs.operations()) {
      AcceptedEntry found = stored.get(id);
      facts.operation(
          id, found == null ? null : new OperationFact(found.document(), found.standing()));
    }
    for (SchemaId id : needs.schemas()) {
      Schema schema = schemas.get(id);
      if (schema != null) {
        facts.schema(schema);
      }
    }
    for (Hash id : needs.definitions()) {
      AcceptedEntry found = stored.get(id);
      facts.definition(id, found == null ? null : found.entry().operation());
    }
    for (LogPosition position : needs.entries()) {
      AcceptedEntry found = stored.get(hashes.get(position));
      if (found != null) {
        facts.entryAt(position, found.entry().entry());
      }
    }
    needs.graphs().forEach(document -> facts.graph(document, List.of()));
    needs.deletions().forEach(document -> facts.deleted(document, isDeleted(document)));
    needs.authorLogs().forEach(of -> facts.authorLogs(of, authorLogs(of)));
  }

  private boolean isDeleted(DocumentId document) {
    for (AcceptedEntry accepted : stored.values()) {
      if (accepted.document().documentId().equals(document)
          && accepted.entry().operation().action() == Action.DELETE) {
        return true;
      }
    }
    return false;
  }

  private List<LogId> authorLogs(Needs.AuthorDocument of) {
    List<LogId> found = new ArrayList<>();
    logs.forEach(
        (key, log) -> {
          if (key.author().equals(of.author())
              && log.document() != null
              && log.document().documentId().equals(of.documentId())) {
            found.add(key.logId());
          }
        });
    return found;
  }
}
