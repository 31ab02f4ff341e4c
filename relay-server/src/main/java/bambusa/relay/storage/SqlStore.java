package bambusa.relay.storage;

import bambusa.bytes.MalformedException;
import bambusa.relay.meters.RelayMeters;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open store. One thread uses its {@link #writer}, any thread its readers. Closed by whoever
 * opened it, after everyone else has finished.
 */
public final class SqlStore implements AutoCloseable {

  private static final int READERS = 8;
  private static final int IDLE_READERS = 1;

  /** Nobody waits longer for an answer from a database that is gone. */
  private static final long READER_WAIT_MILLIS = 5_000;

  private final SqlDialect dialect;
  private final WriterConnection connection;
  private final StoreWriter writer;
  private final HikariDataSource readers;
  private final StoreId storeId;
  private @Nullable ArrivalFollower follower;

  private SqlStore(SqlDialect dialect, WriterConnection connection, SecureRandom random)
      throws SQLException {
    this.dialect = dialect;
    this.connection = connection;
    this.storeId = storeId(connection.statements(), random);
    this.writer = new StoreWriter(connection);
    this.readers = readers(dialect);
  }

  static HikariDataSource readers(SqlDialect dialect) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("store readers");
    pool.setDataSource(dialect.readable());
    pool.setMaximumPoolSize(READERS);
    pool.setMinimumIdle(IDLE_READERS);
    pool.setConnectionTimeout(READER_WAIT_MILLIS);
    pool.setReadOnly(true);
    // Whoever opens the store has reached it already; a break since then is for the queries.
    pool.setInitializationFailTimeout(-1);
    dialect.prepareReaders(pool);
    return new HikariDataSource(pool);
  }

  /** Opens the store in a directory, making both where there are none. */
  public static SqlStore open(Path directory, SecureRandom random) {
    return open(StoreAddress.Sqlite.in(directory), random);
  }

  /**
   * Opens a store, making it where there is none.
   *
   * @throws NewerStoreException when a newer version of this software wrote it
   * @throws StoreUnavailableException when it cannot be written or reached, or another relay uses
   *     it alone
   */
  public static SqlStore open(StoreAddress address, SecureRandom random) {
    SqlDialect dialect = owning(address);
    try {
      Migrations.run(dialect);
      return open(dialect, random);
    } catch (RuntimeException e) {
      dialect.close();
      throw e;
    }
  }

  static SqlDialect owning(StoreAddress address) {
    if (address instanceof StoreAddress.Sqlite sqlite) {
      return SqliteDialect.owning(sqlite);
    }
    return new PostgresDialect((StoreAddress.Postgres) address);
  }

  static SqlStore open(SqlDialect dialect, SecureRandom random) {
    try {
      WriterConnection connection = new WriterConnection(dialect);
      try {
        refuseHalfCopied(connection.statements());
        return new SqlStore(dialect, connection, random);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw SqlFailure.of("cannot open the store", e);
    }
  }

  private static void refuseHalfCopied(Statements statements) throws SQLException {
    if (statements.number("SELECT COUNT(*) FROM copying") > 0) {
      throw new StoreUnavailableException(
          "another store is being copied into this one; run that command again to finish it");
    }
  }

  /** Whoever comes first draws it. */
  private static StoreId storeId(Statements statements, SecureRandom random) throws SQLException {
    statements.update(
        """
        INSERT INTO node (store_id, newest_arrival, entry_count, log_count, author_count, fork_count)
        VALUES (?, 0, 0, 0, 0, 0) ON CONFLICT (singleton) DO NOTHING
        """,
        (Object) StoreId.draw(random).bytes());
    byte[] stored =
        statements.first("SELECT store_id FROM node", row -> row.getBytes(1)).orElseThrow();
    try {
      return StoreId.fromBytes(stored);
    } catch (MalformedException e) {
      throw Columns.damaged("store id", e);
    }
  }

  public StoreId storeId() {
    return storeId;
  }

  /** For the one thread that ingests. */
  public StoreWriter writer() {
    return writer;
  }

  /** Reads what is shared; any number of readers may exist. */
  public EntryReader reader(SharedDocuments shared) {
    return new SqlEntryReader(readers, storeId, shared, new RelayMeters(() -> 0));
  }

  /** Reads what is shared, and tells how long each time takes. */
  public EntryReader reader(SharedDocuments shared, RelayMeters meters) {
    return new SqlEntryReader(readers, storeId, shared, meters);
  }

  /** What the database says that the store takes; empty where it says nothing. */
  public OptionalLong sizeBytes() {
    return dialect.sizeBytes(readers);
  }

  /** How this node stands with its peers. */
  public PeerCursors peerCursors() {
    return new PeerCursors(readers);
  }

  /**
   * From now on tells of what other relays commit to the same store, if it can be shared, on a
   * thread of its own. What this one commits may be told as well.
   */
  public void follow(Consumer<Committed> listener) {
    if (dialect.isShared() && follower == null) {
      long newest =
          Snapshot.query(readers, storeId, SharedDocuments.EVERYTHING, Snapshot::newestArrival);
      ArrivalFollower following = new ArrivalFollower(dialect, readers, listener, newest);
      writer.tell(following::stored);
      follower = following;
    }
  }

  @Override
  public void close() {
    try (dialect;
        connection;
        readers) {
      if (follower != null) {
        follower.close();
      }
    } catch (SQLException e) {
      throw new StorageException("cannot close the store: " + e.getMessage(), e);
    }
  }
}
