package bambusa.relay.storage;

import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.ingest.NextArgs;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.log.SeqNum;
import bambusa.operation.DocumentViewId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What an author must sign into the next entry (p2panda.md 4.2). */
final class NextArgsQuery {

  private final Snapshot snapshot;
  private final PublicKey author;

  private record Document(long key, boolean deleted) {}

  private record Log(long key, LogId logId, long height) {}

  private NextArgsQuery(Snapshot snapshot, PublicKey author) {
    this.snapshot = snapshot;
    this.author = author;
  }

  static NextArgsAnswer answer(Snapshot snapshot, PublicKey author, @Nullable DocumentViewId viewId)
      throws SQLException {
    NextArgsQuery query = new NextArgsQuery(snapshot, author);
    return viewId == null ? query.newLog() : query.ofView(viewId);
  }

  private NextArgsAnswer ofView(DocumentViewId viewId) throws SQLException {
    @Nullable Document document = null;
    boolean several = false;
    for (Hash operationId : viewId.operationIds()) {
      Optional<Document> found = document(operationId);
      if (found.isEmpty()) {
        return new NextArgsAnswer.OperationNotFound(operationId);
      }
      several |= document != null && document.key != found.get().key;
      document = found.get();
    }
    if (several || document == null) {
      return new NextArgsAnswer.SeveralDocuments();
    }
    if (document.deleted) {
      return new NextArgsAnswer.DocumentDeleted();
    }
    Optional<Log> log = log(document);
    return log.isPresent() ? continuation(log.get()) : newLog();
  }

  private Optional<Document> document(Hash operationId) throws SQLException {
    String sql =
        """
        SELECT d.document_key, d.deleted
        FROM entries e JOIN documents d ON d.document_key = e.document_key
        WHERE e.hash = ? AND e.standing <> 2 AND %s
        """
            .formatted(snapshot.sharedCondition("d"));
    return snapshot
        .statements()
        .first(
            sql,
            row -> new Document(row.getLong(1), row.getInt(2) != 0),
            Columns.ofHash(operationId));
  }

  /** The author's log for a document. Replication can bring several; then the lowest counts. */
  private Optional<Log> log(Document document) throws SQLException {
    return snapshot
        .statements()
        .first(
            """
            SELECT l.log_key, l.log_id, l.height
            FROM logs l
              JOIN authors a ON a.author_key = l.author_key
              LEFT JOIN fork_proofs f ON f.log_key = l.log_key
            WHERE l.document_key = ? AND a.public_key = ? AND f.log_key IS NULL
            ORDER BY l.log_id LIMIT 1
            """,
            row ->
                new Log(
                    row.getLong(1),
                    new LogId(Columns.unsigned(row.getLong(2))),
                    Columns.unsigned(row.getLong(3))),
            document.key,
            author.bytes());
  }

  private NextArgsAnswer continuation(Log log) throws SQLException {
    SeqNum height = new SeqNum(log.height);
    if (height.isLast()) {
      return new NextArgsAnswer.MaxSeqNumReached(new LogKey(author, log.logId));
    }
    Optional<SeqNum> skiplink = NextArgs.skiplinkTarget(height);
    return new NextArgsAnswer.Found(
        NextArgs.after(
            log.logId,
            height,
            hashAt(log, height),
            skiplink.isPresent() ? hashAt(log, skiplink.get()) : null));
  }

  private Hash hashAt(Log log, SeqNum seqNum) throws SQLException {
    return snapshot
        .statements()
        .first(
            "SELECT hash FROM entries WHERE log_key = ? AND seq_num = ? AND standing = 0",
            row -> Columns.hash(row.getBytes(1)),
            log.key,
            Columns.ofUnsigned(seqNum.value()))
        .orElseThrow(
            () -> new StorageException("the store is damaged: no entry " + seqNum + " in a log"));
  }

  /** Behind all logs that are known of the author, shared or not: a log id is used once. */
  private NextArgsAnswer newLog() throws SQLException {
    List<Long> highest =
        snapshot
            .statements()
            .all(
                """
                SELECT l.log_id FROM logs l JOIN authors a ON a.author_key = l.author_key
                WHERE a.public_key = ? ORDER BY l.log_id DESC LIMIT 1
                """,
                row -> Columns.unsigned(row.getLong(1)),
                (Object) author.bytes());
    OptionalLong highestLogId =
        highest.isEmpty() ? OptionalLong.empty() : OptionalLong.of(highest.get(0));
    Optional<NextArgs> found = NextArgs.newLog(highestLogId);
    return found.isPresent()
        ? new NextArgsAnswer.Found(found.get())
        : new NextArgsAnswer.MaxLogIdReached(author);
  }
}
