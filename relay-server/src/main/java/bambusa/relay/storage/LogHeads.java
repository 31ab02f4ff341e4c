package bambusa.relay.storage;

import bambusa.ingest.DocumentFact;
import bambusa.ingest.ForkProof;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.operation.DocumentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of logs. A log that grows by a thousand entries in one transaction is written once, so
 * changes are kept back until {@link #flush}; whoever reads rows of logs by SQL flushes before.
 */
final class LogHeads {

  private static final int REMEMBERED = 20_000;

  private static final String COLUMNS =
      """
      SELECT l.log_key, l.height, l.newest_arrival,
             d.document_id, s.schema_id, o.public_key, f.first, f.second,
             a.author_key, a.public_key, l.log_id
      FROM logs l
        JOIN authors a ON a.author_key = l.author_key
        LEFT JOIN documents d ON d.document_key = l.document_key
        LEFT JOIN schemas s ON s.schema_key = l.schema_key
        LEFT JOIN authors o ON o.author_key = l.owner_key
        LEFT JOIN fork_proofs f ON f.log_key = l.log_key
      """;

  private static final String FIND = COLUMNS + "WHERE l.author_key = ? AND l.log_id = ?";

  private static final String INSERT =
      """
      INSERT INTO logs (log_key, author_key, log_id, document_key, schema_key, owner_key, height, newest_arrival)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final Statements statements;
  private final RowKeys keys;
  private final Map<LogKey, LogHead> remembered = new RecentlyUsed<>(REMEMBERED);
  private final Map<LogKey, LogHead> changed = new LinkedHashMap<>();

  /** Of which nothing is stored, as this transaction has found out. */
  private final Set<LogKey> absent = new HashSet<>();

  LogHeads(Statements statements, RowKeys keys) {
    this.statements = statements;
    this.keys = keys;
  }

  Optional<LogHead> find(LogKey log) throws SQLException {
    LogHead known = changed.get(log);
    if (known == null) {
      known = remembered.get(log);
    }
    if (known != null) {
      return Optional.of(known);
    }
    if (absent.contains(log)) {
      return Optional.empty();
    }
    Optional<Long> author = keys.knownAuthor(log.author());
    if (author.isEmpty()) {
      return Optional.empty();
    }
    long authorKey = author.get();
    long logId = log.logId().value();
    Optional<LogHead> stored =
        statements.first(
            FIND, row -> read(row, authorKey, logId), authorKey, Columns.ofUnsigned(logId));
    stored.ifPresent(head -> remembered.put(log, head));
    return stored;
  }

  /** Finds many at once, so that each is known when it is asked for, or known to be absent. */
  void prefetch(Collection<LogKey> logs, int atOnce) throws SQLException {
    List<LogKey> unknown = new ArrayList<>();
    for (LogKey log : logs) {
      if (!changed.containsKey(log) && !remembered.containsKey(log) && !absent.contains(log)) {
        unknown.add(log);
      }
    }
    keys.prefetchAuthors(unknown.stream().map(LogKey::author).toList(), atOnce);
    for (List<LogKey> some : LookUps.parts(unknown, atOnce)) {
      prefetch(some);
    }
  }

  private void prefetch(List<LogKey> unknown) throws SQLException {
    absent.addAll(unknown);
    List<String> pairs = new ArrayList<>();
    for (LogKey log : unknown) {
      keys.knownAuthor(log.author())
          .ifPresent(
              author ->
                  pairs.add("(" + author + ", " + Columns.ofUnsigned(log.logId().value()) + ")"));
    }
    if (pairs.isEmpty()) {
      return;
    }
    statements
        .all(
            COLUMNS + "WHERE (l.author_key, l.log_id) IN (VALUES " + String.join(", ", pairs) + ")",
            row ->
                Map.entry(
                    new LogKey(
                        Columns.publicKey(row.getBytes(10)),
                        new LogId(Columns.unsigned(row.getLong(11)))),
                    read(row, row.getLong(9), Columns.unsigned(row.getLong(11)))))
        .forEach(
            found -> {
              remembered.put(found.getKey(), found.getValue());
              absent.remove(found.getKey());
            });
  }

  private static LogHead read(ResultSet row, long authorKey, long logId) throws SQLException {
    LogHead head = new LogHead(row.getLong(1), authorKey, logId);
    head.height = Columns.unsigned(row.getLong(2));
    head.newestArrival = row.getLong(3);
    byte[] documentId = row.getBytes(4);
    if (documentId != null) {
      head.document = document(documentId, row.getString(5), row.getBytes(6));
    }
    byte[] first = row.getBytes(7);
    if (first != null) {
      head.fork = ForkProof.stored(Columns.entry(first), Columns.entry(row.getBytes(8)));
    }
    head.isStored = true;
    return head;
  }

  static DocumentFact document(byte[] documentId, String schemaId, byte[] owner) {
    return new DocumentFact(
        new DocumentId(Columns.hash(documentId)),
        Columns.publicKey(owner),
        Columns.schemaId(schemaId));
  }

  /** The log's row, made if there is none, to be changed now. */
  LogHead change(LogKey log) throws SQLException {
    Optional<LogHead> found = find(log);
    LogHead head =
        found.isPresent()
            ? found.get()
            : new LogHead(keys.newLog(), keys.author(log.author()), log.logId().value());
    changed.put(log, head);
    remembered.put(log, head);
    absent.remove(log);
    return head;
  }

  /** Tells which document a log holds; once told it never changes. */
  void hold(LogHead head, DocumentFact document) throws SQLException {
    if (head.document != null) {
      return;
    }
    head.document = document;
    if (head.isStored) {
      statements.update(
          "UPDATE logs SET document_key = ?, schema_key = ?, owner_key = ? WHERE log_key = ?",
          keys.document(document),
          keys.schema(document.schemaId()),
          keys.author(document.owner()),
          head.logKey);
    }
  }

  /** Writes what was changed. */
  void flush() throws SQLException {
    for (LogHead head : changed.values()) {
      if (head.isStored) {
        statements.queue(
            "UPDATE logs SET height = ?, newest_arrival = ? WHERE log_key = ?",
            Columns.ofUnsigned(head.height),
            head.newestArrival,
            head.logKey);
      } else {
        insert(head);
      }
    }
    changed.clear();
  }

  private void insert(LogHead head) throws SQLException {
    @Nullable DocumentFact document = head.document;
    statements.queue(
        INSERT,
        head.logKey,
        head.authorKey,
        Columns.ofUnsigned(head.logId),
        document == null ? null : keys.document(document),
        document == null ? null : keys.schema(document.schemaId()),
        document == null ? null : keys.author(document.owner()),
        Columns.ofUnsigned(head.height),
        head.newestArrival);
    head.isStored = true;
  }

  /** Others may have written since the last transaction. */
  void begin() {
    absent.clear();
  }

  /** Forgets everything, changes included: the transaction was rolled back. */
  void forget() {
    absent.clear();
    remembered.clear();
    changed.clear();
  }
}
