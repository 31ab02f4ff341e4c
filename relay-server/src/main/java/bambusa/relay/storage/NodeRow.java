package bambusa.relay.storage;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The counts of the store as the writer is changing them, written once per transaction. */
final class NodeRow {

  private static final int LOOK_UPS = 200;

  private static final String SET_LOGS = "UPDATE authors SET log_count = ? WHERE author_key = ?";

  private final Statements statements;
  private final Map<Long, Long> entriesOfSchemas = new HashMap<>();
  private final Map<Long, Long> logsOfAuthors = new HashMap<>();
  private long newestArrival;
  private long entryCount;
  private long logCount;
  private long authorCount;
  private long forkCount;

  /** -1 before anything was read. */
  private long flushedArrival = -1;

  NodeRow(Statements statements) {
    this.statements = statements;
  }

  /**
   * Reads what is stored, and forgets what was counted since.
   *
   * @param lockRow keeps others from counting until the transaction ends
   * @return whether it differs from what was written here last
   */
  boolean lock(String lockRow) throws SQLException {
    entriesOfSchemas.clear();
    logsOfAuthors.clear();
    long known = flushedArrival;
    Optional<Long> newest =
        statements.first(
            "SELECT newest_arrival, entry_count, log_count, author_count, fork_count FROM node"
                + lockRow,
            row -> {
              entryCount = row.getLong(2);
              logCount = row.getLong(3);
              authorCount = row.getLong(4);
              forkCount = row.getLong(5);
              return row.getLong(1);
            });
    newestArrival =
        newest.orElseThrow(() -> new StorageException("the store is damaged: it has no id"));
    flushedArrival = newestArrival;
    return newestArrival != known;
  }

  long newestArrival() {
    return newestArrival;
  }

  boolean hasForks() {
    return forkCount > 0;
  }

  /** Gives out the next arrival index. */
  long arrive() {
    newestArrival++;
    return newestArrival;
  }

  void countEntries(long schemaKey, long more) {
    entryCount += more;
    entriesOfSchemas.merge(schemaKey, more, Long::sum);
  }

  void countLogs(long authorKey, long more) {
    logCount += more;
    logsOfAuthors.merge(authorKey, more, Long::sum);
  }

  void countFork() {
    forkCount++;
  }

  /** Writes what was counted. Whatever changes a count takes an arrival index as well. */
  void flush() throws SQLException {
    if (newestArrival == flushedArrival) {
      return;
    }
    for (Map.Entry<Long, Long> more : entriesOfSchemas.entrySet()) {
      statements.queue(
          "UPDATE schemas SET entry_count = entry_count + ? WHERE schema_key = ?",
          more.getValue(),
          more.getKey());
    }
    flushLogs();
    statements.queue(
        """
        UPDATE node SET newest_arrival = ?, entry_count = ?, log_count = ?, author_count = ?,
                        fork_count = ?
        """,
        newestArrival,
        entryCount,
        logCount,
        authorCount,
        forkCount);
    entriesOfSchemas.clear();
    logsOfAuthors.clear();
    flushedArrival = newestArrival;
  }

  private void flushLogs() throws SQLException {
    List<Long> authorKeys = new ArrayList<>(logsOfAuthors.keySet());
    for (int from = 0; from < authorKeys.size(); from += LOOK_UPS) {
      int until = Math.min(from + LOOK_UPS, authorKeys.size());
      String sql =
          "SELECT author_key, log_count FROM authors WHERE author_key IN ("
              + Selection.list(authorKeys.subList(from, until))
              + ")";
      for (long[] row : statements.all(sql, r -> new long[] {r.getLong(1), r.getLong(2)})) {
        long after = row[1] + logsOfAuthors.getOrDefault(row[0], 0L);
        authorCount += Long.signum(after) - Long.signum(row[1]);
        statements.queue(SET_LOGS, after, row[0]);
      }
    }
  }
}
