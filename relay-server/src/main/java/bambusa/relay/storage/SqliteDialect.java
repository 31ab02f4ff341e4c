package bambusa.relay.storage;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * SQLite in one file. With its write-ahead log readers see the last commit and hinder nobody;
 * {@code synchronous = FULL} makes every commit reach the disk before it returns.
 */
final class SqliteDialect implements SqlDialect {

  private static final int BUSY_TIMEOUT_MILLIS = 5_000;

  /** In KiB when negative. The writer goes to random places of the hash index, readers do not. */
  private static final int WRITER_CACHE = -32_768;

  private static final int READER_CACHE = -4_096;

  /**
   * Of 4 KiB. Larger than SQLite's own 1,000: pages that are written often are copied less often.
   */
  private static final int CHECKPOINT_PAGES = 4_000;

  private final String url;
  private final @Nullable SqliteLock lock;

  private SqliteDialect(StoreAddress.Sqlite address, @Nullable SqliteLock lock) {
    this.url = "jdbc:sqlite:" + address.file();
    this.lock = lock;
  }

  /** For the one relay that uses the file. */
  static SqliteDialect owning(StoreAddress.Sqlite address) {
    return new SqliteDialect(address, SqliteLock.take(address));
  }

  /** For whoever only reads, beside a relay or not. */
  static SqliteDialect reading(StoreAddress.Sqlite address) {
    return new SqliteDialect(address, null);
  }

  /** Leaves one file that can be read where nothing may be written: without a log beside it. */
  static void seal(StoreAddress.Sqlite address) {
    SqliteDialect dialect = reading(address);
    SQLiteConfig config = config(WRITER_CACHE);
    config.setJournalMode(JournalMode.DELETE);
    try (Connection connection = dialect.source(config).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA optimize");
    } catch (SQLException e) {
      throw SqlFailure.of("the copy cannot be written", e);
    }
  }

  @Override
  public Map<String, String> words() {
    return Map.of("key", "INTEGER PRIMARY KEY", "bytes", "BLOB");
  }

  @Override
  public DataSource writable() {
    SQLiteConfig config = config(WRITER_CACHE);
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, Integer.toString(64 << 20));
    return source(config);
  }

  @Override
  public DataSource readable() {
    SQLiteConfig config = config(READER_CACHE);
    config.setReadOnly(true);
    return source(config);
  }

  @Override
  public void tidy(Connection writer) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      statement.execute("PRAGMA optimize");
    }
  }

  @Override
  public void prepareWriter(Connection writer) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
    }
  }

  @Override
  public void prepareReaders(HikariConfig pool) {
    // A transaction that has begun to read sees one state by itself.
  }

  @Override
  public String lockRow() {
    return "";
  }

  @Override
  public int lookUpsAtOnce() {
    return 1;
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public String announcement(Connection writer) {
    return "";
  }

  @Override
  public Announcements announcements() {
    throw new IllegalStateException("one relay at a time uses a file; nobody else could announce");
  }

  @Override
  public OptionalLong sizeBytes(DataSource readers) {
    return OptionalLong.empty();
  }

  @Override
  public List<String> damage(DataSource readers) {
    try (Connection connection = readers.getConnection();
        Statements statements = new Statements(connection)) {
      return statements.all("PRAGMA integrity_check(100)", row -> row.getString(1)).stream()
          .filter(line -> !line.equals("ok"))
          .map(line -> "the file: " + line)
          .toList();
    } catch (SQLException e) {
      throw SqlFailure.of("the store cannot be read", e);
    }
  }

  @Override
  public void close() {
    if (lock != null) {
      lock.close();
    }
  }

  private static SQLiteConfig config(int cache) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.setCacheSize(cache);
    return config;
  }

  private DataSource source(SQLiteConfig config) {
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(url);
    return source;
  }
}
