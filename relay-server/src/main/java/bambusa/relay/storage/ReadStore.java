package bambusa.relay.storage;

import bambusa.bytes.MalformedException;
import bambusa.ingest.SignatureJudge;
import bambusa.replication.TargetSet;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * A store opened only to be read, beside the relays that use it. What one call sees is one state.
 */
public final class ReadStore implements AutoCloseable {

  private final SqlDialect dialect;
  private final HikariDataSource readers;
  private final StoreId storeId;

  private ReadStore(SqlDialect dialect, HikariDataSource readers, StoreId storeId) {
    this.dialect = dialect;
    this.readers = readers;
    this.storeId = storeId;
  }

  /**
   * Opens a store that exists and has the tables of this version.
   *
   * @throws NewerStoreException when a newer version of this software wrote it
   * @throws StoreUnavailableException when there is none, or it cannot be reached
   */
  public static ReadStore open(StoreAddress address) {
    return open(reading(address));
  }

  /** As {@link #open}, but keeps relays out where the database allows that. */
  public static ReadStore alone(StoreAddress address) {
    SqlDialect unlocked = reading(address);
    return open(
        address instanceof StoreAddress.Sqlite sqlite ? SqliteDialect.owning(sqlite) : unlocked);
  }

  private static ReadStore open(SqlDialect dialect) {
    try {
      Migrations.check(dialect);
      HikariDataSource readers = SqlStore.readers(dialect);
      try {
        return new ReadStore(dialect, readers, storeId(readers));
      } catch (RuntimeException e) {
        readers.close();
        throw e;
      }
    } catch (RuntimeException e) {
      dialect.close();
      throw e;
    }
  }

  static SqlDialect reading(StoreAddress address) {
    if (address instanceof StoreAddress.Sqlite sqlite) {
      if (!Files.isRegularFile(sqlite.file())) {
        throw new StoreUnavailableException("there is no store at " + sqlite.file());
      }
      return SqliteDialect.reading(sqlite);
    }
    return new PostgresDialect((StoreAddress.Postgres) address);
  }

  private static StoreId storeId(HikariDataSource readers) {
    try (Connection connection = readers.getConnection();
        Statements statements = new Statements(connection)) {
      byte[] bytes =
          statements
              .first("SELECT store_id FROM node", row -> row.getBytes(1))
              .orElseThrow(
                  () ->
                      new StoreUnavailableException(
                          "it holds nothing yet, or another store is being copied into it"));
      return StoreId.fromBytes(bytes);
    } catch (SQLException e) {
      throw SqlFailure.of("the store cannot be read", e);
    } catch (MalformedException e) {
      throw Columns.damaged("store id", e);
    }
  }

  public StoreId storeId() {
    return storeId;
  }

  /** Tells all that is kept of a target set. Blocks until all is told. */
  public void export(TargetSet target, SharedDocuments shared, ExportSink sink) {
    Boolean unused =
        Snapshot.query(
            readers,
            storeId,
            shared,
            snapshot -> {
              StoreExport.run(snapshot, target, sink);
              return true;
            });
  }

  long newestArrival() {
    return read(Snapshot::newestArrival);
  }

  /** Asks of one state of the store, whether shared or not. */
  <T> T read(Snapshot.Query<T> query) {
    return Snapshot.query(readers, storeId, SharedDocuments.EVERYTHING, query);
  }

  /**
   * Verifies each signature, link, hash, index and height. Blocks until all is verified.
   *
   * @param judges makes one for each thread
   * @return how many entries were verified
   */
  public long verify(StoreFaults faults, Supplier<SignatureJudge> judges, int threads) {
    dialect.damage(readers).forEach(faults::broken);
    return read(snapshot -> StoreVerification.run(snapshot, faults, judges, threads));
  }

  @Override
  public void close() {
    readers.close();
    dialect.close();
  }
}
