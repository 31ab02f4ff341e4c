package bambusa.relay.storage;

import bambusa.log.LogId;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * An entry with everything that is stored about it, nothing of it verified; null where a row that
 * it names is missing.
 */
final class StoredRow {

  private static final String COLUMNS =
      """
      SELECT e.arrival, e.hash, e.log_key, e.seq_num, e.action, e.standing, e.entry, e.operation,
             a.public_key, l.log_id, d.document_id, s.schema_id, e.document_key
      FROM entries e
        LEFT JOIN logs l ON l.log_key = e.log_key
        LEFT JOIN authors a ON a.author_key = l.author_key
        LEFT JOIN documents d ON d.document_key = e.document_key
        LEFT JOIN schemas s ON s.schema_key = e.schema_key AND s.schema_key = d.schema_key
      """;

  /** What is in logs, log by log. */
  static final String KEPT = COLUMNS + "WHERE e.standing = 0 ORDER BY e.log_key, e.seq_num";

  /** What is not. */
  static final String OTHERS = COLUMNS + "WHERE e.standing <> 0 ORDER BY e.arrival";

  final long arrival;
  final byte[] hash;
  final long logKey;

  /** Unsigned. */
  final long seqNum;

  final int action;
  final int standing;
  final byte[] entry;
  final byte[] operation;
  final byte @Nullable [] author;

  /** Unsigned. */
  final long logId;

  final byte @Nullable [] documentId;
  final @Nullable String schemaId;
  final long documentKey;

  StoredRow(ResultSet row) throws SQLException {
    this.arrival = row.getLong(1);
    this.hash = row.getBytes(2);
    this.logKey = row.getLong(3);
    this.seqNum = Columns.unsigned(row.getLong(4));
    this.action = row.getInt(5);
    this.standing = row.getInt(6);
    this.entry = row.getBytes(7);
    this.operation = row.getBytes(8);
    this.author = row.getBytes(9);
    this.logId = Columns.unsigned(row.getLong(10));
    this.documentId = row.getBytes(11);
    this.schemaId = row.getString(12);
    this.documentKey = row.getLong(13);
  }

  /** How it is named to people. */
  String name() {
    String log = author == null ? "a log that is missing" : "log " + new LogId(logId);
    return "entry "
        + Columns.hash(hash)
        + " ("
        + (author == null ? "" : "author " + Columns.publicKey(author) + ", ")
        + log
        + ", number "
        + Long.toUnsignedString(seqNum)
        + ", arrival "
        + arrival
        + ")";
  }
}
