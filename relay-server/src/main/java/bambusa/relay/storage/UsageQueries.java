package bambusa.relay.storage;

import bambusa.crypto.PublicKey;
import bambusa.operation.SchemaId;
import java.sql.SQLException;

/** How much is stored of whom and of what; reads every row in question. */
final class UsageQueries {

  private static final String SUMS =
      "SELECT COUNT(*), COALESCE(SUM(LENGTH(e.entry) + LENGTH(e.operation)), 0) FROM ";

  private UsageQueries() {}

  static Usage ofAuthor(Snapshot snapshot, PublicKey author) throws SQLException {
    return usage(
        snapshot,
        """
        logs l JOIN entries e ON e.log_key = l.log_key AND e.standing = 0
        WHERE l.author_key = (SELECT author_key FROM authors WHERE public_key = ?)
        """,
        author.bytes());
  }

  static Usage ofOwner(Snapshot snapshot, PublicKey owner) throws SQLException {
    return usage(
        snapshot,
        """
        logs l JOIN entries e ON e.log_key = l.log_key AND e.standing = 0
        WHERE l.owner_key = (SELECT author_key FROM authors WHERE public_key = ?)
        """,
        owner.bytes());
  }

  static Usage ofSchema(Snapshot snapshot, SchemaId schemaId) throws SQLException {
    return usage(
        snapshot,
        """
        entries e
        WHERE e.standing = 0
          AND e.schema_key = (SELECT schema_key FROM schemas WHERE schema_id = ?)
        """,
        schemaId.toString());
  }

  private static Usage usage(Snapshot snapshot, String rows, Object of) throws SQLException {
    return snapshot
        .statements()
        .first(SUMS + rows, row -> new Usage(row.getLong(1), row.getLong(2)), of)
        .orElse(Usage.NONE);
  }
}
