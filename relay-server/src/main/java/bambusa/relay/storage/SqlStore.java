package bambusa.relay.storage;

import bambusa.bytes.MalformedException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * An open store. One thread uses its {@link #writer}, any thread its readers. Closed by whoever
 * opened it, after everyone else has finished.
 */
public final class SqlStore implements AutoCloseable {

  private static final String FILE = "bambusa.sqlite";
  private static final String LOCK = "bambusa.lock";
  private static final int READERS = 8;
  private static final int IDLE_READERS = 1;

  private final SqlDialect dialect;
  private final FileChannel lock;
  private final Connection connection;
  private final StoreWriter writer;
  private final HikariDataSource readers;
  private final StoreId storeId;

  private SqlStore(SqlDialect dialect, FileChannel lock, Connection connection, SecureRandom random)
      throws SQLException {
    this.dialect = dialect;
    this.lock = lock;
    this.connection = connection;
    dialect.prepareWriter(connection);
    this.storeId = storeId(connection, random);
    this.writer = new StoreWriter(connection);
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("store readers");
    pool.setDataSource(dialect.readable());
    pool.setMaximumPoolSize(READERS);
    pool.setMinimumIdle(IDLE_READERS);
    pool.setReadOnly(true);
    this.readers = new HikariDataSource(pool);
  }

  /**
   * Opens the store in a directory, making both where there are none.
   *
   * @throws NewerStoreException when a newer version of this software wrote it
   * @throws StoreUnavailableException when the directory cannot be written, or another relay uses
   *     it
   */
  public static SqlStore open(Path directory, SecureRandom random) {
    FileChannel lock = lock(directory);
    try {
      SqlDialect dialect = new SqliteDialect(directory.resolve(FILE));
      migrate(dialect);
      return open(dialect, lock, random);
    } catch (RuntimeException e) {
      close(lock);
      throw e;
    }
  }

  private static SqlStore open(SqlDialect dialect, FileChannel lock, SecureRandom random) {
    try {
      Connection connection = dialect.writable().getConnection();
      try {
        return new SqlStore(dialect, lock, connection, random);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new StorageException("cannot open the store: " + e.getMessage(), e);
    }
  }

  private static FileChannel lock(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock held = channel.tryLock();
      if (held == null) {
        close(channel);
        throw inUse(directory);
      }
      return channel;
    } catch (OverlappingFileLockException e) {
      throw inUse(directory);
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot write to " + directory + ": " + e, e);
    }
  }

  private static StoreUnavailableException inUse(Path directory) {
    return new StoreUnavailableException("another relay uses the store in " + directory);
  }

  private static void migrate(SqlDialect dialect) {
    FluentConfiguration configuration =
        Flyway.configure()
            .dataSource(dialect.writable())
            .locations("classpath:bambusa/relay/storage")
            .placeholders(dialect.words())
            .table("migrations");
    try {
      Flyway flyway = configuration.load();
      refuseNewer(flyway);
      flyway.migrate();
    } catch (FlywayException e) {
      throw new StorageException("cannot bring the store up to date: " + e.getMessage(), e);
    }
  }

  private static void refuseNewer(Flyway flyway) {
    for (MigrationInfo applied : flyway.info().applied()) {
      if (applied.getState().isApplied() && !applied.getState().isResolved()) {
        throw new NewerStoreException(
            "the store has version "
                + applied.getVersion()
                + ", written by a newer version of this software; use that one");
      }
    }
  }

  private static StoreId storeId(Connection connection, SecureRandom random) throws SQLException {
    try (Statements statements = new Statements(connection)) {
      Optional<byte[]> stored =
          statements.first("SELECT store_id FROM node", row -> row.getBytes(1));
      if (stored.isPresent()) {
        return StoreId.fromBytes(stored.get());
      }
      StoreId drawn = StoreId.draw(random);
      statements.update("INSERT INTO node VALUES (?, 0, 0, 0, 0, 0)", (Object) drawn.bytes());
      return drawn;
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
    return new SqlEntryReader(readers, storeId, shared);
  }

  /** How this node stands with its peers. */
  public PeerCursors peerCursors() {
    return new PeerCursors(readers);
  }

  @Override
  public void close() {
    readers.close();
    try {
      dialect.tidy(connection);
      connection.close();
      lock.close();
    } catch (SQLException | IOException e) {
      throw new StorageException("cannot close the store: " + e.getMessage(), e);
    }
  }

  private static void close(FileChannel lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new StorageException("cannot let go of the store: " + e.getMessage(), e);
    }
  }
}
