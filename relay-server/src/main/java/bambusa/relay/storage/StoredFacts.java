package bambusa.relay.storage;

import bambusa.crypto.Hash;
import bambusa.ingest.AcceptedEntry;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.FactSource;
import bambusa.ingest.Facts;
import bambusa.ingest.GraphNode;
import bambusa.ingest.LogFact;
import bambusa.ingest.Needs;
import bambusa.ingest.NextArgs;
import bambusa.ingest.OperationFact;
import bambusa.ingest.Standing;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.Entry;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.operation.Action;
import bambusa.operation.DocumentId;
import bambusa.operation.DocumentViewId;
import bambusa.operation.SchemaId;
import bambusa.schema.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks up what ingest needs, within the writer's transaction. What was looked up or written lately
 * is remembered.
 */
final class StoredFacts implements FactSource {

  private static final int REMEMBERED = 20_000;
  private static final int REMEMBERED_SCHEMAS = 1_000;

  private static final String OPERATION = LookUps.OPERATIONS + "WHERE e.hash = ?";

  private static final String HASH_AT =
      "SELECT hash FROM entries WHERE log_key = ? AND seq_num = ? AND standing = 0";

  private static final String ENTRY_AT =
      "SELECT entry FROM entries WHERE log_key = ? AND seq_num = ? AND standing = 0";

  /** Kept entries are found by the logs of their document, the others by an index of their own. */
  private static final String GRAPH =
      """
      SELECT e.hash, a.public_key, l.log_id, e.seq_num, e.standing, e.operation
      FROM logs l
        JOIN entries e ON e.log_key = l.log_key AND e.standing = 0
        JOIN authors a ON a.author_key = l.author_key
      WHERE l.document_key = ?
      UNION ALL
      SELECT e.hash, a.public_key, l.log_id, e.seq_num, e.standing, e.operation
      FROM entries e
        JOIN logs l ON l.log_key = e.log_key
        JOIN authors a ON a.author_key = l.author_key
      WHERE e.document_key = ? AND e.standing <> 0
      """;

  private final Statements statements;
  private final RowKeys keys;
  private final LogHeads heads;
  private final LookUps lookUps;
  private final PublishingFacts publishing;
  private final Map<Hash, OperationFact> operations = new RecentlyUsed<>(REMEMBERED);

  /** Of kept entries, where looking them up one by one would be slow. */
  private final Map<LogPosition, Hash> hashes = new RecentlyUsed<>(REMEMBERED);

  private final Map<SchemaId, Schema> schemas = new RecentlyUsed<>(REMEMBERED_SCHEMAS);

  /**
   * Looks up on one connection.
   *
   * @param atOnce how many rows are looked up by one statement
   */
  StoredFacts(Statements statements, RowKeys keys, LogHeads heads, int atOnce) {
    this.statements = statements;
    this.keys = keys;
    this.heads = heads;
    this.lookUps = new LookUps(statements, heads, atOnce);
    this.publishing = new PublishingFacts(statements, keys, heads, atOnce);
  }

  /** What was written. */
  void remember(AcceptedEntry accepted) {
    Entry entry = accepted.entry().entry();
    operations.put(entry.hash(), new OperationFact(accepted.document(), accepted.standing()));
    if (isAskedTogether() && accepted.standing() == Standing.KEPT) {
      hashes.put(entry.position(), entry.hash());
    }
    if (accepted.entry().operation().action() == Action.DELETE) {
      publishing.deleted(accepted.document());
    }
    if (entry.seqNum().isFirst()) {
      publishing.begun(entry.author(), accepted.document());
    }
  }

  private boolean isAskedTogether() {
    return lookUps.atOnce() > 1;
  }

  void remember(Schema schema) {
    schemas.put(schema.id(), schema);
  }

  /** Others may have written since the last transaction. */
  void begin() {
    publishing.forget();
  }

  /** Forgets how operations stand: a fork has changed it. */
  void forgetOperations() {
    operations.clear();
    hashes.clear();
    publishing.forget();
  }

  /** Forgets everything: the transaction was rolled back. */
  void forget() {
    forgetOperations();
    schemas.clear();
  }

  @Override
  public void load(Needs needs, Facts facts) {
    try {
      if (isAskedTogether()) {
        prefetch(needs);
      }
      for (LogKey log : needs.logs()) {
        facts.log(log, heads.find(log).map(LogHead::fact).orElse(LogFact.EMPTY));
      }
      for (LogPosition position : needs.hashes()) {
        facts.hashAt(position, hashAt(position));
      }
      for (Hash operationId : needs.operations()) {
        facts.operation(operationId, operation(operationId));
      }
      for (SchemaId schemaId : needs.schemas()) {
        Schema schema = schemas.get(schemaId);
        if (schema != null) {
          facts.schema(schema);
        }
      }
      loadSeldom(needs, facts);
    } catch (SQLException e) {
      throw SqlFailure.of("cannot look up what an entry stands on", e);
    }
  }

  /** Where each statement is a message to a server: few that find much, before many that do not. */
  private void prefetch(Needs needs) throws SQLException {
    heads.prefetch(needs.logs(), lookUps.atOnce());
    prefetch(needs.hashes());
    List<Hash> unknown = new ArrayList<>();
    for (Hash operationId : needs.operations()) {
      if (!operations.containsKey(operationId)) {
        unknown.add(operationId);
      }
    }
    operations.putAll(lookUps.operations(unknown));
    publishing.findDocuments(needs.deletions());
    publishing.findLogs(needs.authorLogs());
  }

  private void prefetch(Collection<LogPosition> positions) throws SQLException {
    List<LogPosition> unknown = new ArrayList<>();
    for (LogPosition position : positions) {
      Optional<LogHead> head = heads.find(position.log());
      if (head.isPresent()
          && head.get().mayHold(position.seqNum())
          && !head.get().isNewest(position.seqNum())
          && !hashes.containsKey(position)) {
        unknown.add(position);
      }
    }
    hashes.putAll(lookUps.hashes(unknown));
  }

  /** Looks up together what writing entries, once they are decided, asks for one by one. */
  void foresee(List<VerifiedEntry> entries) throws SQLException {
    List<DocumentId> created = new ArrayList<>();
    List<LogPosition> linked = new ArrayList<>();
    for (VerifiedEntry entry : entries) {
      if (entry.operation().action() == Action.CREATE) {
        created.add(new DocumentId(entry.hash()));
      }
      NextArgs.skiplinkTarget(entry.entry().seqNum())
          .ifPresent(target -> linked.add(new LogPosition(entry.entry().logKey(), target)));
    }
    publishing.findDocuments(created);
    prefetch(linked);
  }

  private void loadSeldom(Needs needs, Facts facts) throws SQLException {
    for (Hash operationId : needs.definitions()) {
      facts.definition(
          operationId,
          statements
              .first(
                  "SELECT operation FROM entries WHERE hash = ?",
                  row -> Columns.operation(row.getBytes(1)),
                  Columns.ofHash(operationId))
              .orElse(null));
    }
    for (LogPosition position : needs.entries()) {
      bytesAt(ENTRY_AT, position).ifPresent(bytes -> facts.entryAt(position, Columns.entry(bytes)));
    }
    for (DocumentId documentId : needs.graphs()) {
      facts.graph(documentId, graph(documentId));
    }
    for (DocumentId documentId : needs.deletions()) {
      facts.deleted(documentId, publishing.isDeleted(documentId));
    }
    for (Needs.AuthorDocument of : needs.authorLogs()) {
      facts.authorLogs(of, publishing.authorLogs(of));
    }
  }

  @Nullable Hash hashAt(LogPosition position) throws SQLException {
    Optional<LogHead> head = heads.find(position.log());
    if (head.isPresent() && head.get().height == position.seqNum().value()) {
      Hash newest = head.get().newest;
      if (newest != null) {
        return newest;
      }
    }
    Hash found = hashes.get(position);
    return found != null ? found : storedHashAt(position);
  }

  private @Nullable Hash storedHashAt(LogPosition position) throws SQLException {
    return bytesAt(HASH_AT, position).map(Columns::hash).orElse(null);
  }

  private Optional<byte[]> bytesAt(String sql, LogPosition position) throws SQLException {
    Optional<LogHead> head = heads.find(position.log());
    return head.isEmpty()
        ? Optional.empty()
        : statements.first(
            sql,
            row -> row.getBytes(1),
            head.get().logKey,
            Columns.ofUnsigned(position.seqNum().value()));
  }

  private @Nullable OperationFact operation(Hash operationId) throws SQLException {
    OperationFact remembered = operations.get(operationId);
    if (remembered != null) {
      return remembered;
    }
    OperationFact stored =
        statements
            .first(OPERATION, StoredFacts::operation, Columns.ofHash(operationId))
            .orElse(null);
    if (stored != null) {
      operations.put(operationId, stored);
    }
    return stored;
  }

  static OperationFact operation(ResultSet row) throws SQLException {
    DocumentFact document = LogHeads.document(row.getBytes(1), row.getString(2), row.getBytes(3));
    return new OperationFact(document, Columns.standing(row.getInt(4)));
  }

  private List<GraphNode> graph(DocumentId documentId) throws SQLException {
    Optional<Long> documentKey = keys.knownDocument(documentId);
    if (documentKey.isEmpty()) {
      return List.of();
    }
    heads.flush();
    return statements.all(GRAPH, StoredFacts::graphNode, documentKey.get(), documentKey.get());
  }

  private static GraphNode graphNode(ResultSet row) throws SQLException {
    LogKey log =
        new LogKey(Columns.publicKey(row.getBytes(2)), new LogId(Columns.unsigned(row.getLong(3))));
    List<Hash> previous =
        Columns.operation(row.getBytes(6))
            .previous()
            .map(DocumentViewId::operationIds)
            .orElse(List.of());
    return new GraphNode(
        Columns.hash(row.getBytes(1)),
        new LogPosition(log, Columns.seqNum(row.getLong(4))),
        previous,
        Columns.standing(row.getInt(5)));
  }
}
