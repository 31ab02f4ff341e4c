package bambusa.relay.storage;

import bambusa.crypto.Hash;
import bambusa.log.CertificatePool;
import bambusa.log.EncodedEntry;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.log.SeqNum;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Entries by their hash or their place (p2panda.md 5.1). */
final class PositionQueries {

  private PositionQueries() {}

  /** What is kept, or counts although it stands behind a fork. */
  static Optional<StoredEntry> byHash(Snapshot snapshot, Hash hash) throws SQLException {
    return byHash(snapshot, hash, "e.standing <> 2");
  }

  /** Evidence: served to nobody, but where it defines what others need. */
  static Optional<StoredEntry> evidence(Snapshot snapshot, Hash hash) throws SQLException {
    return byHash(snapshot, hash, "e.standing = 2");
  }

  private static Optional<StoredEntry> byHash(Snapshot snapshot, Hash hash, String standing)
      throws SQLException {
    String sql =
        """
        SELECT a.public_key, l.log_id, e.seq_num, e.entry, e.operation
        FROM entries e
          JOIN documents d ON d.document_key = e.document_key
          JOIN logs l ON l.log_key = e.log_key
          JOIN authors a ON a.author_key = l.author_key
        WHERE e.hash = ? AND %s AND %s
        """
            .formatted(standing, snapshot.sharedCondition("d"));
    return snapshot
        .statements()
        .first(
            sql,
            row -> {
              LogId logId = new LogId(Columns.unsigned(row.getLong(2)));
              LogKey log = new LogKey(Columns.publicKey(row.getBytes(1)), logId);
              return new StoredEntry(
                  new LogPosition(log, Columns.seqNum(row.getLong(3))),
                  Columns.encoded(row.getBytes(4), row.getBytes(5)));
            },
            Columns.ofHash(hash));
  }

  /** Key of a log that is shared. */
  static Optional<Long> logKey(Snapshot snapshot, LogKey log) throws SQLException {
    String sql =
        """
        SELECT l.log_key FROM logs l JOIN authors a ON a.author_key = l.author_key
        WHERE a.public_key = ? AND l.log_id = ? AND %s
        """
            .formatted(snapshot.sharedCondition("l"));
    return snapshot
        .statements()
        .first(
            sql,
            row -> row.getLong(1),
            log.author().bytes(),
            Columns.ofUnsigned(log.logId().value()));
  }

  static Optional<LogState> state(Snapshot snapshot, LogKey log) throws SQLException {
    String sql =
        """
        SELECT l.height, f.first FROM logs l
          JOIN authors a ON a.author_key = l.author_key
          LEFT JOIN fork_proofs f ON f.log_key = l.log_key
        WHERE a.public_key = ? AND l.log_id = ? AND %s
        """
            .formatted(snapshot.sharedCondition("l"));
    return snapshot
        .statements()
        .first(
            sql,
            row -> new LogState(Columns.unsigned(row.getLong(1)), end(row.getBytes(2))),
            log.author().bytes(),
            Columns.ofUnsigned(log.logId().value()));
  }

  private static long end(byte @Nullable [] first) {
    return first == null ? -1 : Columns.entry(first).seqNum().value() - 1;
  }

  static Optional<StoredEntry> at(Snapshot snapshot, LogPosition position) throws SQLException {
    Optional<Long> logKey = logKey(snapshot, position.log());
    return logKey.isEmpty()
        ? Optional.empty()
        : snapshot
            .statements()
            .first(
                """
                SELECT entry, operation FROM entries
                WHERE log_key = ? AND seq_num = ? AND standing = 0
                """,
                row -> new StoredEntry(position, Columns.encoded(row.getBytes(1), row.getBytes(2))),
                logKey.get(),
                Columns.ofUnsigned(position.seqNum().value()));
  }

  static List<EncodedEntry> certificatePool(Snapshot snapshot, LogPosition position)
      throws SQLException {
    List<SeqNum> path = CertificatePool.backPath(position.seqNum());
    Optional<Long> logKey = logKey(snapshot, position.log());
    if (path.isEmpty() || logKey.isEmpty()) {
      return List.of();
    }
    StringJoiner seqNums = new StringJoiner(", ");
    path.forEach(seqNum -> seqNums.add(Long.toString(Columns.ofUnsigned(seqNum.value()))));
    String sql =
        """
        SELECT entry FROM entries
        WHERE log_key = %d AND seq_num IN (%s) AND standing = 0 ORDER BY seq_num DESC
        """
            .formatted(logKey.get(), seqNums);
    return snapshot.statements().all(sql, row -> new EncodedEntry(row.getBytes(1)));
  }

  static List<StoredEntry> newerThan(
      Snapshot snapshot, LogKey log, @Nullable SeqNum newerThan, int first) throws SQLException {
    Optional<Long> logKey = logKey(snapshot, log);
    if (logKey.isEmpty()) {
      return List.of();
    }
    return snapshot
        .statements()
        .all(
            """
            SELECT seq_num, entry, operation FROM entries
            WHERE log_key = ? AND seq_num > ? AND standing = 0 ORDER BY seq_num LIMIT ?
            """,
            row ->
                new StoredEntry(
                    new LogPosition(log, Columns.seqNum(row.getLong(1))),
                    Columns.encoded(row.getBytes(2), row.getBytes(3))),
            logKey.get(),
            Columns.ofUnsigned(newerThan == null ? 0 : newerThan.value()),
            first);
  }
}
