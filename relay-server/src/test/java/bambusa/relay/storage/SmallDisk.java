package bambusa.relay.storage;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** SQLite in a file that cannot grow for as long as the test says so. */
final class SmallDisk implements SqlDialect {

  private final SqlDialect sqlite;
  private Connection writer;
  private long pages = Integer.MAX_VALUE;

  SmallDisk(StoreAddress.Sqlite address) {
    this.sqlite = SqliteDialect.owning(address);
  }

  /** Only between transactions. */
  void limitPages(long limit) throws SQLException {
    pages = limit;
    // A writer that broke on it limits the next connection.
    if (!writer.isClosed()) {
      limit();
    }
  }

  private void limit() throws SQLException {
    try (Statement statement = writer.createStatement()) {
      statement.execute("PRAGMA max_page_count = " + pages);
    }
  }

  @Override
  public void prepareWriter(Connection connection) throws SQLException {
    sqlite.prepareWriter(connection);
    writer = connection;
    limit();
  }

  @Override
  public Map<String, String> words() {
    return sqlite.words();
  }

  @Override
  public DataSource writable() {
    return sqlite.writable();
  }

  @Override
  public DataSource readable() {
    return sqlite.readable();
  }

  @Override
  public void prepareReaders(HikariConfig pool) {
    sqlite.prepareReaders(pool);
  }

  @Override
  public void tidy(Connection connection) throws SQLException {
    sqlite.tidy(connection);
  }

  @Override
  public String lockRow() {
    return sqlite.lockRow();
  }

  @Override
  public int lookUpsAtOnce() {
    // More than the real one, so that these statements run on SQLite too.
    return 7;
  }

  @Override
  public boolean isShared() {
    return sqlite.isShared();
  }

  @Override
  public String announcement(Connection connection) throws SQLException {
    return sqlite.announcement(connection);
  }

  @Override
  public Announcements announcements() throws SQLException {
    return sqlite.announcements();
  }

  @Override
  public OptionalLong sizeBytes(DataSource readers) {
    return sqlite.sizeBytes(readers);
  }

  @Override
  public List<String> damage(DataSource readers) {
    return sqlite.damage(readers);
  }

  @Override
  public void close() {
    sqlite.close();
  }
}
