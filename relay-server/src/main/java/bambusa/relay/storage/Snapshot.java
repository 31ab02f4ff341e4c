package bambusa.relay.storage;

import bambusa.replication.TargetSet;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One state of the store, seen by one call of a reader, and what of it is shared.
 *
 * @param newestArrival index of the newest entry or proof in it
 * @param forkCount how often something was taken out of logs
 */
record Snapshot(
    Statements statements,
    StoreId storeId,
    SharedDocuments shared,
    long newestArrival,
    long entryCount,
    long forkCount) {

  /** A call of a reader. */
  interface Query<T> {
    T answer(Snapshot snapshot) throws SQLException;
  }

  /**
   * Nothing was written, so it is rolled back; why that fails matters less than what came before.
   */
  private record ReadTransaction(Connection connection) implements AutoCloseable {

    static ReadTransaction begin(Connection connection) throws SQLException {
      connection.setAutoCommit(false);
      return new ReadTransaction(connection);
    }

    @Override
    public void close() throws SQLException {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private record Counts(long newestArrival, long entryCount, long forkCount) {}

  static <T> T query(DataSource readers, StoreId storeId, SharedDocuments shared, Query<T> query) {
    try (Connection connection = readers.getConnection();
        ReadTransaction transaction = ReadTransaction.begin(connection);
        Statements statements = new Statements(transaction.connection())) {
      // The first read is what fixes the state that all others see.
      Counts counts =
          statements
              .first(
                  "SELECT newest_arrival, entry_count, fork_count FROM node",
                  row -> new Counts(row.getLong(1), row.getLong(2), row.getLong(3)))
              .orElseThrow(() -> new StorageException("the store is damaged: it has no id"));
      return query.answer(
          new Snapshot(
              statements,
              storeId,
              shared,
              counts.newestArrival,
              counts.entryCount,
              counts.forkCount));
    } catch (SQLException e) {
      throw SqlFailure.of("the store cannot be read", e);
    }
  }

  /**
   * Whether a cursor cannot be of this store: it names another one, or what never was, as after the
   * store was replaced by an older copy.
   */
  boolean isForeign(@Nullable ReplicationCursor cursor) {
    return cursor != null
        && (!cursor.storeId().equals(storeId) || cursor.arrival() > newestArrival);
  }

  /** Arrival index to begin behind. */
  long start(@Nullable ReplicationCursor after) {
    return after == null || isForeign(after) ? 0 : after.arrival();
  }

  ReplicationCursor cursor(long arrival) {
    return new ReplicationCursor(storeId, arrival);
  }

  Selection select(TargetSet target) throws SQLException {
    return Selection.of(target, shared, statements);
  }

  /** A condition on documents or logs that are shared. */
  String sharedCondition(String table) throws SQLException {
    return select(TargetSet.EVERYTHING).condition(table);
  }
}
