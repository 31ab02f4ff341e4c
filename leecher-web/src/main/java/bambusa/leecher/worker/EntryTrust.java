package bambusa.leecher.worker;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Ed25519;
import bambusa.crypto.Hash;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.OperationFact;
import bambusa.leecher.store.LeecherStore;
import bambusa.leecher.store.StorageException;
import bambusa.leecher.store.StoredFacts;
import bambusa.leecher.store.StoredLog;
import bambusa.log.CertificatePool;
import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import bambusa.log.SeqNum;
import bambusa.log.Skiplink;
import bambusa.operation.DocumentViewId;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;
import bambusa.schema.OperationCheck;
import bambusa.schema.Schema;
import bambusa.schema.SchemaResolution;
import bambusa.schema.SchemaViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why one stored entry is trusted: everything is computed again from the stored bytes when somebody
 * asks, so that the answer does not rest on what was found when the entry came.
 */
final class EntryTrust {

  /**
   * One thing that makes an entry trusted, or does not.
   *
   * @param by what showed it
   */
  record Claim(String name, boolean holds, String by) {}

  private final LeecherStore store;
  private final StoredFacts facts;
  private final EntryDecoder entryDecoder = new EntryDecoder();

  EntryTrust(LeecherStore store) {
    this.store = store;
    this.facts = new StoredFacts(store);
  }

  List<Claim> claims(StoredLog log, Entry entry, EncodedOperation payload, Operation operation) {
    List<Claim> claims = new ArrayList<>();
    claims.add(signature(entry));
    claims.add(
        new Claim(
            "payloadHash",
            payload.hash().equals(entry.payloadHash()),
            "BLAKE3 of the operation's " + payload.size() + " bytes"));
    claims.add(
        new Claim(
            "payloadSize",
            payload.size() == entry.payloadSize(),
            "the operation has " + payload.size() + " bytes"));
    long seqNum = entry.seqNum().value();
    // Not by ifPresent: what waits must not be called by what everything else calls, too.
    if (entry.backlink().isPresent()) {
      claims.add(link("backlink", log, entry.backlink().get(), seqNum - 1));
    }
    if (entry.skiplink().isPresent()) {
      claims.add(link("skiplink", log, entry.skiplink().get(), Skiplink.target(seqNum)));
    }
    claims.add(path(log, entry));
    claims.add(schema(operation));
    claims.add(document(log, entry, operation));
    return claims;
  }

  private static Claim signature(Entry entry) {
    byte[] bytes = entry.encoded().bytes();
    int signed = bytes.length - Entry.SIGNATURE_SIZE;
    boolean holds = Ed25519.verify(entry.author().bytes(), 0, bytes, 0, signed, bytes, signed);
    return new Claim(
        "signature", holds, "Ed25519 over the first " + signed + " bytes, verified just now");
  }

  private Claim link(String name, StoredLog log, Hash link, long seqNum) {
    Entry target = entryAt(log, new SeqNum(seqNum));
    return new Claim(
        name, target.hash().equals(link), "the hash of the stored entry " + target.seqNum());
  }

  private Claim path(StoredLog log, Entry entry) {
    List<Entry> pool = new ArrayList<>();
    boolean signed = true;
    for (SeqNum seqNum : CertificatePool.backPath(entry.seqNum())) {
      Entry member = entryAt(log, seqNum);
      signed &= signature(member).holds();
      pool.add(member);
    }
    Optional<String> fault = CertificatePool.fault(entry, pool);
    if (fault.isPresent()) {
      return new Claim("path", false, fault.get());
    }
    return new Claim(
        "path",
        signed,
        pool.isEmpty()
            ? "it is entry 1"
            : "links and signatures on the way, entries: " + pool.size());
  }

  private Claim schema(Operation operation) {
    SchemaResolution resolution = facts.resolve(operation.schemaId());
    if (resolution instanceof SchemaResolution.Resolved resolved) {
      Optional<SchemaViolation> violation = OperationCheck.check(resolved.schema(), operation);
      return new Claim(
          "schema",
          violation.isEmpty(),
          violation.map(SchemaViolation::message).orElseGet(() -> fits(resolved.schema())));
    }
    return resolution instanceof SchemaResolution.Invalid invalid
        ? new Claim("schema", false, invalid.reason())
        : new Claim("schema", false, "its definition is not stored");
  }

  private static String fits(Schema schema) {
    return schema.id().isSystem()
        ? "held against the system schema"
        : "held against " + schema.fields().size() + " fields of the stored definition";
  }

  private Claim document(StoredLog log, Entry entry, Operation operation) {
    DocumentFact document = log.document();
    if (document == null) {
      return new Claim("document", false, "the log has no document");
    }
    Optional<DocumentViewId> previous = operation.previous();
    if (previous.isEmpty()) {
      boolean creates = document.documentId().operationId().equals(entry.hash());
      return new Claim("document", creates, "it creates the document that its log is of");
    }
    for (Hash operationId : previous.get().operationIds()) {
      OperationFact fact = store.directory().operation(operationId);
      if (fact == null || !fact.document().equals(document)) {
        return new Claim("document", false, "operation " + operationId + " is of another document");
      }
    }
    return new Claim(
        "document", true, "all operations it follows are stored and of the document of its log");
  }

  /** A stored entry, decoded from its bytes. */
  Entry entryAt(StoredLog log, SeqNum seqNum) {
    EncodedEntryAndOperation stored = store.entryAt(log, seqNum);
    try {
      return entryDecoder.decode(stored.entry());
    } catch (MalformedException e) {
      throw new StorageException("entry " + seqNum + " of log " + log.key() + " is damaged", e);
    }
  }
}
