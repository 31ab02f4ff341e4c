package bambusa.relay.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
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

  SqliteDialect(Path file) {
    this.url = "jdbc:sqlite:" + file;
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
