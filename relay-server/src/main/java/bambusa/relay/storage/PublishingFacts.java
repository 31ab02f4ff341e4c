package bambusa.relay.storage;

import bambusa.crypto.PublicKey;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.Needs.AuthorDocument;
import bambusa.log.LogId;
import bambusa.operation.DocumentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What only publishing asks of documents: whether they are deleted, and which logs an author has
 * for them. Known for one transaction, as far as its own writes leave it true.
 */
final class PublishingFacts {

  private static final String LOGS =
      """
      SELECT l.document_key, l.author_key, l.log_id
      FROM logs l LEFT JOIN fork_proofs f ON f.log_key = l.log_key
      WHERE f.log_key IS NULL AND %s
      ORDER BY l.log_id
      """;

  private static final String LOGS_OF_ONE =
      LOGS.formatted("l.document_key = ? AND l.author_key = ?");

  private static final String LOGS_OF_MANY =
      LOGS.formatted("(l.document_key, l.author_key) IN (VALUES %s)");

  private final Statements statements;
  private final RowKeys keys;
  private final LogHeads heads;
  private final int atOnce;
  private final Map<DocumentId, Boolean> deleted = new HashMap<>();
  private final Map<AuthorDocument, List<LogId>> logs = new HashMap<>();

  private record Pair(long documentKey, long authorKey) {

    @Override
    public String toString() {
      return "(" + documentKey + ", " + authorKey + ")";
    }
  }

  private record Found(DocumentId documentId, long key, boolean isDeleted) {}

  PublishingFacts(Statements statements, RowKeys keys, LogHeads heads, int atOnce) {
    this.statements = statements;
    this.keys = keys;
    this.heads = heads;
    this.atOnce = atOnce;
  }

  /** Nothing is known any more: another transaction, or a fork. */
  void forget() {
    deleted.clear();
    logs.clear();
  }

  /** A document was deleted, however that came. */
  void deleted(DocumentFact document) {
    deleted.remove(document.documentId());
  }

  /** An author has begun a log for a document. */
  void begun(PublicKey author, DocumentFact document) {
    logs.remove(new AuthorDocument(author, document.documentId()));
  }

  boolean isDeleted(DocumentId documentId) throws SQLException {
    findDocuments(List.of(documentId));
    return deleted.getOrDefault(documentId, false);
  }

  List<LogId> authorLogs(AuthorDocument of) throws SQLException {
    findLogs(List.of(of));
    return logs.getOrDefault(of, List.of());
  }

  /** Looks for many at once, so that each is known when it is asked for. */
  void findDocuments(Collection<DocumentId> documentIds) throws SQLException {
    Set<DocumentId> unknown = new LinkedHashSet<>(documentIds);
    unknown.removeIf(deleted::containsKey);
    for (List<DocumentId> some : LookUps.parts(List.copyOf(unknown), atOnce)) {
      for (DocumentId documentId : some) {
        deleted.put(documentId, false);
        keys.foundNoDocument(documentId);
      }
      List<Found> stored =
          statements.all(
              "SELECT document_id, document_key, deleted FROM documents WHERE document_id IN "
                  + LookUps.parameters(some.size()),
              row ->
                  new Found(
                      new DocumentId(Columns.hash(row.getBytes(1))),
                      row.getLong(2),
                      row.getInt(3) != 0),
              some.stream().map(id -> Columns.ofHash(id.operationId())).toArray());
      for (Found found : stored) {
        deleted.put(found.documentId, found.isDeleted);
        keys.foundDocument(found.documentId, found.key);
      }
    }
  }

  /** As {@link #findDocuments}. */
  void findLogs(Collection<AuthorDocument> wanted) throws SQLException {
    Set<AuthorDocument> unknown = new LinkedHashSet<>(wanted);
    unknown.removeIf(logs::containsKey);
    keys.prefetchAuthors(unknown.stream().map(AuthorDocument::author).toList(), atOnce);
    Map<Pair, AuthorDocument> pairs = new LinkedHashMap<>();
    for (AuthorDocument of : unknown) {
      Optional<Long> documentKey = keys.knownDocument(of.documentId());
      Optional<Long> authorKey = keys.knownAuthor(of.author());
      logs.put(of, new ArrayList<>());
      if (documentKey.isPresent() && authorKey.isPresent()) {
        pairs.put(new Pair(documentKey.get(), authorKey.get()), of);
      }
    }
    if (!pairs.isEmpty()) {
      heads.flush();
    }
    for (List<Pair> some : LookUps.parts(List.copyOf(pairs.keySet()), atOnce)) {
      find(some, pairs);
    }
  }

  private void find(List<Pair> some, Map<Pair, AuthorDocument> pairs) throws SQLException {
    for (Map.Entry<Pair, LogId> found : find(some)) {
      AuthorDocument of = pairs.get(found.getKey());
      if (of != null) {
        logs.computeIfAbsent(of, added -> new ArrayList<>()).add(found.getValue());
      }
    }
  }

  private List<Map.Entry<Pair, LogId>> find(List<Pair> some) throws SQLException {
    if (some.size() == 1) {
      Pair only = some.get(0);
      return statements.all(
          LOGS_OF_ONE, PublishingFacts::logOfPair, only.documentKey, only.authorKey);
    }
    String values = String.join(", ", some.stream().map(Pair::toString).toList());
    return statements.all(LOGS_OF_MANY.formatted(values), PublishingFacts::logOfPair);
  }

  private static Map.Entry<Pair, LogId> logOfPair(ResultSet row) throws SQLException {
    return Map.entry(
        new Pair(row.getLong(1), row.getLong(2)), new LogId(Columns.unsigned(row.getLong(3))));
  }
}
