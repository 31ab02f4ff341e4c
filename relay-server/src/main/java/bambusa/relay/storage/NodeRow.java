package bambusa.relay.storage;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The counts of the store as the writer is changing them, written once per transaction. */
final class NodeRow {

  private final Statements statements;
  private final Map<Long, Long> entriesOfSchemas = new HashMap<>();
  private final Map<Long, Long> logsOfAuthors = new HashMap<>();
  private long newestArrival;
  private long entryCount;
  private long logCount;
  private long authorCount;
  private long forkCount;
  private long flushedArrival;

  NodeRow(Statements statements) throws SQLException {
    this.statements = statements;
    reload();
  }

  /** Reads what is stored, and forgets what was counted since. */
  void reload() throws SQLException {
    entriesOfSchemas.clear();
    logsOfAuthors.clear();
    statements.first(
        "SELECT newest_arrival, entry_count, log_count, author_count, fork_count FROM node",
        row -> {
          newestArrival = row.getLong(1);
          entryCount = row.getLong(2);
          logCount = row.getLong(3);
          authorCount = row.getLong(4);
          forkCount = row.getLong(5);
          return row;
        });
    flushedArrival = newestArrival;
  }

  long newestArrival() {
    return newestArrival;
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
      statements.update(
          "UPDATE schemas SET entry_count = entry_count + ? WHERE schema_key = ?",
          more.getValue(),
          more.getKey());
    }
    for (Map.Entry<Long, Long> more : logsOfAuthors.entrySet()) {
      flushLogsOf(more.getKey(), more.getValue());
    }
    statements.update(
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

  private void flushLogsOf(long authorKey, long more) throws SQLException {
    long before =
        statements.number("SELECT log_count FROM authors WHERE author_key = ?", authorKey);
    authorCount += Long.signum(before + more) - Long.signum(before);
    statements.update(
        "UPDATE authors SET log_count = ? WHERE author_key = ?", before + more, authorKey);
  }
}
