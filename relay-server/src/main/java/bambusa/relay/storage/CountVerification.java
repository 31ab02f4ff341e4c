package bambusa.relay.storage;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Verifies what rows say about each other: heights, counts, indexes of arrival. */
final class CountVerification {

  private static final int MAX_NAMED = 100;

  /** Each finds what is wrong, and tells it in two columns. */
  private static final Map<String, String> QUESTIONS = new LinkedHashMap<>();

  static {
    QUESTIONS.put(
        "log %s has the height %s, which is not the number of its entries",
        """
        SELECT l.log_key, CAST(l.height AS NUMERIC) - %1$s FROM logs l
        WHERE l.height <> %1$s + (SELECT COUNT(*) FROM entries e
                                  WHERE e.log_key = l.log_key AND e.standing = 0)
        """);
    QUESTIONS.put(
        "log %s says that its newest entry has arrival index %s",
        """
        SELECT l.log_key, l.newest_arrival FROM logs l
          LEFT JOIN entries e ON e.log_key = l.log_key AND e.seq_num = l.height AND e.standing = 0
        WHERE l.newest_arrival <> COALESCE(e.arrival, 0)
        """);
    QUESTIONS.put(
        "log %s holds document %s, but names another schema or owner",
        """
        SELECT l.log_key, l.document_key FROM logs l
          LEFT JOIN documents d ON d.document_key = l.document_key
        WHERE l.document_key IS NOT NULL
          AND (d.document_key IS NULL OR d.schema_key <> l.schema_key OR d.owner_key <> l.owner_key)
        """);
    QUESTIONS.put(
        "entry with arrival index %s is of document %s, but its log is of another",
        """
        SELECT e.arrival, e.document_key FROM entries e JOIN logs l ON l.log_key = e.log_key
        WHERE e.standing = 0 AND (l.document_key IS NULL OR l.document_key <> e.document_key)
        """);
    QUESTIONS.put(
        "log %s goes on to %s, behind where it was forked",
        """
        SELECT l.log_key, CAST(l.height AS NUMERIC) - %1$s FROM logs l JOIN fork_proofs f ON f.log_key = l.log_key
        WHERE l.height >= f.seq_num
        """);
    QUESTIONS.put(
        "schema %s counts %s entries, which is not how many there are",
        """
        SELECT s.schema_id, s.entry_count FROM schemas s
        WHERE s.entry_count <> (SELECT COUNT(*) FROM entries e
                                WHERE e.schema_key = s.schema_key AND e.standing = 0)
        """);
    QUESTIONS.put(
        "author %s counts %s logs, which is not how many there are",
        """
        SELECT a.author_key, a.log_count FROM authors a
        WHERE a.log_count <> (SELECT COUNT(*) FROM logs l
                              WHERE l.author_key = a.author_key AND l.height > %1$s)
        """);
    QUESTIONS.put(
        "document %s has the mark of deletion %s, which its operations do not say",
        """
        SELECT d.document_key, d.deleted FROM documents d
        WHERE d.deleted <> CASE WHEN EXISTS (
          SELECT 1 FROM entries e
          WHERE e.document_key = d.document_key AND e.action = 2 AND e.standing <> 2)
          THEN 1 ELSE 0 END
        """);
    QUESTIONS.put(
        "the store counts %s entries, and there are %s",
        """
        SELECT n.entry_count, c.n FROM node n
          CROSS JOIN (SELECT COUNT(*) AS n FROM entries WHERE standing = 0) c
        WHERE n.entry_count <> c.n
        """);
    QUESTIONS.put(
        "the store counts %s logs, and there are %s",
        """
        SELECT n.log_count, c.n FROM node n
          CROSS JOIN (SELECT COUNT(*) AS n FROM logs WHERE height > %1$s) c
        WHERE n.log_count <> c.n
        """);
    QUESTIONS.put(
        "the store counts %s authors, and there are %s",
        """
        SELECT n.author_count, c.n FROM node n
          CROSS JOIN (SELECT COUNT(DISTINCT author_key) AS n FROM logs WHERE height > %1$s) c
        WHERE n.author_count <> c.n
        """);
    QUESTIONS.put(
        "the store has given out arrival index %s, but there is an entry or proof with %s",
        """
        SELECT n.newest_arrival, c.n FROM node n
          CROSS JOIN (SELECT MAX(arrival) AS n FROM (
            SELECT arrival FROM entries UNION ALL SELECT arrival FROM fork_proofs) arrived) c
        WHERE c.n > n.newest_arrival
        """);
  }

  private CountVerification() {}

  static void run(Statements statements, Consumer<String> broken) throws SQLException {
    for (Map.Entry<String, String> question : QUESTIONS.entrySet()) {
      String sql = question.getValue().formatted("(" + Columns.HEIGHT_0 + ")");
      statements
          .all(
              sql + " LIMIT " + MAX_NAMED,
              row -> question.getKey().formatted(row.getString(1), row.getString(2)))
          .forEach(broken);
    }
  }
}
