package bambusa.relay.storage;

import bambusa.crypto.PublicKey;
import bambusa.ingest.DocumentFact;
import bambusa.operation.DocumentId;
import bambusa.operation.SchemaId;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The numbers that stand for authors, schemas and documents in other rows. Given out here, since
 * one transaction writes at a time; so the databases need not differ in how they do it.
 */
final class RowKeys {

  private static final int REMEMBERED = 20_000;

  private final Statements statements;
  private final Map<PublicKey, Long> authors = new RecentlyUsed<>(REMEMBERED);
  private final Map<SchemaId, Long> schemas = new RecentlyUsed<>(REMEMBERED);
  private final Map<DocumentId, Long> documents = new RecentlyUsed<>(REMEMBERED);

  /** Of whom nothing is stored, as this transaction has found out. */
  private final Set<PublicKey> absentAuthors = new HashSet<>();

  private final Set<DocumentId> absentDocuments = new HashSet<>();
  private long newestAuthor;
  private long newestSchema;
  private long newestDocument;
  private long newestLog;

  RowKeys(Statements statements) {
    this.statements = statements;
  }

  /** Reads which keys are the newest: others may have given out some. Those known stay. */
  void reload() throws SQLException {
    newestAuthor = statements.number("SELECT MAX(author_key) FROM authors");
    newestSchema = statements.number("SELECT MAX(schema_key) FROM schemas");
    newestDocument = statements.number("SELECT MAX(document_key) FROM documents");
    newestLog = statements.number("SELECT MAX(log_key) FROM logs");
  }

  /** Others may have written since the last transaction. */
  void begin() {
    absentAuthors.clear();
    absentDocuments.clear();
  }

  /** Forgets what a transaction that was rolled back has taught. */
  void forget() {
    begin();
    authors.clear();
    schemas.clear();
    documents.clear();
  }

  long newLog() {
    newestLog++;
    return newestLog;
  }

  Optional<Long> knownAuthor(PublicKey author) throws SQLException {
    Long remembered = authors.get(author);
    if (remembered != null) {
      return Optional.of(remembered);
    }
    if (absentAuthors.contains(author)) {
      return Optional.empty();
    }
    Optional<Long> stored =
        statements.first(
            "SELECT author_key FROM authors WHERE public_key = ?",
            row -> row.getLong(1),
            author.bytes());
    stored.ifPresent(key -> authors.put(author, key));
    return stored;
  }

  long author(PublicKey author) throws SQLException {
    Optional<Long> known = knownAuthor(author);
    if (known.isPresent()) {
      return known.get();
    }
    newestAuthor++;
    statements.queue(
        "INSERT INTO authors (author_key, public_key, log_count) VALUES (?, ?, 0)",
        newestAuthor,
        author.bytes());
    authors.put(author, newestAuthor);
    absentAuthors.remove(author);
    return newestAuthor;
  }

  /** Looks for many at once, so that each is known when it is asked for, or known to be absent. */
  void prefetchAuthors(Collection<PublicKey> wanted, int atOnce) throws SQLException {
    Set<PublicKey> unknown = new LinkedHashSet<>(wanted);
    unknown.removeIf(author -> authors.containsKey(author) || absentAuthors.contains(author));
    for (List<PublicKey> some : LookUps.parts(List.copyOf(unknown), atOnce)) {
      absentAuthors.addAll(some);
      statements
          .all(
              "SELECT author_key, public_key FROM authors WHERE public_key IN "
                  + LookUps.parameters(some.size()),
              row -> Map.entry(Columns.publicKey(row.getBytes(2)), row.getLong(1)),
              some.stream().map(PublicKey::bytes).toArray())
          .forEach(
              found -> {
                authors.put(found.getKey(), found.getValue());
                absentAuthors.remove(found.getKey());
              });
    }
  }

  /** As found by looking for many at once. */
  void foundDocument(DocumentId documentId, long key) {
    documents.put(documentId, key);
    absentDocuments.remove(documentId);
  }

  void foundNoDocument(DocumentId documentId) {
    absentDocuments.add(documentId);
  }

  long schema(SchemaId schemaId) throws SQLException {
    Long remembered = schemas.get(schemaId);
    if (remembered != null) {
      return remembered;
    }
    Optional<Long> stored =
        statements.first(
            "SELECT schema_key FROM schemas WHERE schema_id = ?",
            row -> row.getLong(1),
            schemaId.toString());
    if (stored.isEmpty()) {
      newestSchema++;
      statements.queue(
          "INSERT INTO schemas (schema_key, schema_id, entry_count) VALUES (?, ?, 0)",
          newestSchema,
          schemaId.toString());
    }
    long key = stored.orElse(newestSchema);
    schemas.put(schemaId, key);
    return key;
  }

  Optional<Long> knownDocument(DocumentId documentId) throws SQLException {
    Long remembered = documents.get(documentId);
    if (remembered != null) {
      return Optional.of(remembered);
    }
    if (absentDocuments.contains(documentId)) {
      return Optional.empty();
    }
    return statements.first(
        "SELECT document_key FROM documents WHERE document_id = ?",
        row -> row.getLong(1),
        Columns.ofHash(documentId.operationId()));
  }

  long document(DocumentFact document) throws SQLException {
    Optional<Long> known = knownDocument(document.documentId());
    if (known.isEmpty()) {
      newestDocument++;
      statements.queue(
          """
          INSERT INTO documents (document_key, document_id, schema_key, owner_key, deleted)
          VALUES (?, ?, ?, ?, 0)
          """,
          newestDocument,
          Columns.ofHash(document.documentId().operationId()),
          schema(document.schemaId()),
          author(document.owner()));
    }
    long key = known.orElse(newestDocument);
    foundDocument(document.documentId(), key);
    return key;
  }
}
