package bambusa.leecher.store;

import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.ForkProof;
import bambusa.ingest.OperationFact;
import bambusa.ingest.Standing;
import bambusa.log.LogKey;
import bambusa.operation.Action;
import bambusa.operation.DocumentId;
import bambusa.operation.SchemaId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is stored but the bytes of entries, in memory: which logs, documents, schemas and
 * authors there are, and of each entry its hash, how it stands, and where its bytes lie. It is
 * changed by {@link PageRecord} alone, by the same code when a page is stored and when it is read
 * back.
 */
public final class Directory {

  private final Numbered<PublicKey> authors = new Numbered<>();
  private final Numbered<SchemaId> schemaIds = new Numbered<>();
  private final Numbered<DocumentFact> documents = new Numbered<>();
  private final List<List<StoredLog>> logsOfDocuments = new ArrayList<>();
  private final List<StoredLog> logs = new ArrayList<>();
  private final Map<LogKey, StoredLog> logsByKey = new HashMap<>();
  private final EntryTable entries = new EntryTable();
  private int forks;

  /** Number of entries of every standing that were ever stored: the number of the next one. */
  public int entryCount() {
    return entries.size();
  }

  /** How many of them were dropped. */
  public int droppedEntryCount() {
    return entries.dropped();
  }

  public int logCount() {
    return logsByKey.size();
  }

  /** Number of documents that were ever stored. */
  public int documentCount() {
    return documents.size();
  }

  public int authorCount() {
    return authors.held().size();
  }

  /** In the order in which they first came. */
  public List<SchemaId> schemaIds() {
    return schemaIds.heldInOrder();
  }

  int numberedLogs() {
    return logs.size();
  }

  int numberedAuthors() {
    return authors.size();
  }

  int numberedSchemas() {
    return schemaIds.size();
  }

  /** Logs whose author forked them. */
  public int forkCount() {
    return forks;
  }

  public List<ForkProof> forks() {
    List<ForkProof> proofs = new ArrayList<>();
    for (StoredLog log : logs) {
      if (log.fork() != null && isHeld(log)) {
        proofs.add(log.fork());
      }
    }
    return proofs;
  }

  public @Nullable StoredLog log(LogKey key) {
    return logsByKey.get(key);
  }

  /** Those changed last come first. */
  public List<StoredLog> logsByNewestChange() {
    List<StoredLog> sorted = new ArrayList<>();
    for (StoredLog log : logs) {
      if (isHeld(log)) {
        sorted.add(log);
      }
    }
    sorted.sort((one, other) -> Integer.compare(other.lastChange(), one.lastChange()));
    return sorted;
  }

  /** In the order in which they first came. */
  public List<StoredLog> logsOf(DocumentFact document) {
    @Nullable Integer number = documents.numberOf(document);
    return number == null ? List.of() : Collections.unmodifiableList(logsOfDocuments.get(number));
  }

  /** A document by its id, or null. */
  public @Nullable DocumentFact find(DocumentId documentId) {
    int created = entries.find(documentId.operationId());
    DocumentFact document =
        created == EntryTable.NONE ? null : logs.get(entries.logNumber(created)).document();
    return document != null && document.documentId().equals(documentId) ? document : null;
  }

  /** Documents are numbered as they came. */
  public DocumentFact document(int number) {
    return documents.get(number);
  }

  /** The number of a stored document. */
  public int documentNumber(DocumentFact document) {
    Integer number = documents.numberOf(document);
    if (number == null) {
      throw new IllegalStateException("document " + document + " is not stored");
    }
    return number;
  }

  /** Number of the document that an entry is of, or -1: evidence and dropped ones have none. */
  public int documentOfEntry(int number) {
    DocumentFact document = logs.get(entries.logNumber(number)).document();
    return document == null || entries.isDropped(number) ? -1 : documentNumber(document);
  }

  /** Whether a document of a number is stored, and was not dropped. */
  public boolean isHeld(int documentNumber) {
    return documents.isHeld(documentNumber);
  }

  private boolean isHeld(StoredLog log) {
    return logsByKey.get(log.key()) == log;
  }

  /** Hash of the kept entry at a sequence number of a log, or null. */
  public @Nullable Hash hashAt(LogKey key, long seqNum) {
    StoredLog log = logsByKey.get(key);
    return log == null || !log.holds(seqNum) ? null : entries.hash(log.entry(seqNum));
  }

  public Action actionAt(StoredLog log, long seqNum) {
    return entries.action(log.entry(seqNum));
  }

  /** What is known of an operation, or null. */
  public @Nullable OperationFact operation(Hash operationId) {
    int number = entries.find(operationId);
    if (number == EntryTable.NONE) {
      return null;
    }
    DocumentFact document = logs.get(entries.logNumber(number)).document();
    if (document == null) {
      throw new IllegalStateException("operation " + operationId + " has no document");
    }
    return new OperationFact(document, entries.standing(number));
  }

  /** Numbers of all entries of some logs, of every standing, ascending. */
  List<Integer> entriesOf(List<StoredLog> some) {
    boolean[] wanted = new boolean[logs.size()];
    for (StoredLog log : some) {
      wanted[log.number()] = true;
    }
    List<Integer> numbers = new ArrayList<>();
    for (int number = 0; number < entries.size(); number++) {
      if (wanted[entries.logNumber(number)]) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  EntryTable entries() {
    return entries;
  }

  @Nullable Integer number(PublicKey author) {
    return authors.numberOf(author);
  }

  @Nullable Integer number(SchemaId schemaId) {
    return schemaIds.numberOf(schemaId);
  }

  @Nullable Integer number(DocumentFact document) {
    return documents.numberOf(document);
  }

  PublicKey author(int number) {
    return authors.get(number);
  }

  SchemaId schemaId(int number) {
    return schemaIds.get(number);
  }

  /** A stored document. */
  DocumentFact document(DocumentId documentId) {
    OperationFact created = operation(documentId.operationId());
    if (created == null) {
      throw new IllegalStateException("document " + documentId + " is not stored");
    }
    return created.document();
  }

  StoredLog log(int number) {
    return logs.get(number);
  }

  int add(PublicKey author) {
    return authors.add(author);
  }

  int add(SchemaId schemaId) {
    return schemaIds.add(schemaId);
  }

  int add(DocumentFact document) {
    logsOfDocuments.add(new ArrayList<>(1));
    return documents.add(document);
  }

  /** From its first entry on, a log holds operations of one document. */
  void holds(StoredLog log, DocumentFact document) {
    log.holdsOperationsOf(document);
    logsOfDocuments.get(documentNumber(document)).add(log);
  }

  StoredLog add(LogKey key) {
    StoredLog log = new StoredLog(key, logs.size());
    logs.add(log);
    logsByKey.put(key, log);
    return log;
  }

  void addEntry(Hash hash, StoredLog log, Action action, Standing standing) {
    int number = entries.add(hash, log.number(), action, standing);
    if (standing == Standing.KEPT) {
      log.append(number);
    }
  }

  /** Drops documents with their logs; if they come again they have other numbers. */
  void drop(List<Integer> documentsToDrop) {
    boolean[] gone = new boolean[logs.size()];
    for (int number : documentsToDrop) {
      for (StoredLog log : logsOfDocuments.get(number)) {
        gone[log.number()] = true;
        logsByKey.remove(log.key());
        if (log.fork() != null) {
          // Who forked a log stays known.
          add(log.key()).end(log.fork());
        }
      }
      logsOfDocuments.set(number, new ArrayList<>(0));
      documents.drop(documents.get(number));
    }
    entries.drop(gone);
    Set<SchemaId> schemasLeft = new HashSet<>();
    Set<PublicKey> authorsLeft = new HashSet<>();
    for (DocumentFact document : documents.held()) {
      schemasLeft.add(document.schemaId());
      authorsLeft.add(document.owner());
    }
    for (LogKey key : logsByKey.keySet()) {
      authorsLeft.add(key.author());
    }
    schemaIds.dropAllBut(schemasLeft);
    authors.dropAllBut(authorsLeft);
  }

  void fork(StoredLog log, ForkProof proof) {
    if (log.fork() == null) {
      forks++;
    }
    log.end(proof);
  }
}
