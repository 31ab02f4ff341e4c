package bambusa.relay.storage;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of a PostgreSQL server, used by any number of relays at a time.
 *
 * <p>Writers take turns: each transaction begins by locking the one row of {@code node}, which
 * counts arrivals, and holds it until it is committed. So the order of commits is the order of
 * arrival indexes, and no entry can become visible behind one that is visible already. What a
 * transaction decides on cannot change under it.
 */
final class PostgresDialect implements SqlDialect {

  private static final int CONNECT_SECONDS = 5;

  /** No single statement takes longer; a server that says nothing for so long is lost. */
  private static final int ANSWER_SECONDS = 60;

  /** Rows of a result that are fetched at a time, since entries may be large. */
  private static final int FETCH_ROWS = 100;

  private static final int LOOK_UPS = 200;

  /** Of a database that is compatible, but not in this. */
  private static final String UNDEFINED_FUNCTION = "42883";

  private final StoreAddress.Postgres address;

  PostgresDialect(StoreAddress.Postgres address) {
    this.address = address;
  }

  @Override
  public Map<String, String> words() {
    return Map.of("key", "BIGINT PRIMARY KEY", "bytes", "BYTEA");
  }

  @Override
  public DataSource writable() {
    PGSimpleDataSource source = source();
    source.setReWriteBatchedInserts(true);
    return source;
  }

  @Override
  public DataSource readable() {
    PGSimpleDataSource source = source();
    source.setDefaultRowFetchSize(FETCH_ROWS);
    return source;
  }

  private PGSimpleDataSource source() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(address.url());
    source.setUser(address.user());
    source.setPassword(address.password());
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(ANSWER_SECONDS);
    source.setTcpKeepAlive(true);
    source.setApplicationName("bambusa");
    return source;
  }

  @Override
  public void prepareReaders(HikariConfig pool) {
    pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
  }

  /** A relay that hangs within a transaction must not keep the others from writing for long. */
  @Override
  public void prepareWriter(Connection writer) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      statement.execute("SET lock_timeout = '20s'");
      statement.execute("SET idle_in_transaction_session_timeout = '15s'");
      // What is acknowledged must be on disk, whatever the server does by itself.
      statement.execute(
          "SELECT set_config('synchronous_commit', 'on', false) FROM pg_settings"
              + " WHERE name = 'synchronous_commit' AND setting = 'off'");
    }
  }

  @Override
  public void tidy(Connection writer) {
    // The server does by itself what there is to do.
  }

  @Override
  public String lockRow() {
    return " FOR UPDATE";
  }

  @Override
  public int lookUpsAtOnce() {
    return LOOK_UPS;
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public String announcement(Connection writer) throws SQLException {
    return PostgresAnnouncements.runs(writer, PostgresAnnouncements.NOTIFY)
        ? PostgresAnnouncements.NOTIFY
        : "";
  }

  @Override
  public Announcements announcements() throws SQLException {
    return PostgresAnnouncements.open(readable());
  }

  @Override
  public OptionalLong sizeBytes(DataSource readers) {
    try (Connection connection = readers.getConnection();
        Statements statements = new Statements(connection)) {
      return OptionalLong.of(statements.number("SELECT pg_database_size(current_database())"));
    } catch (SQLException e) {
      if (UNDEFINED_FUNCTION.equals(e.getSQLState())) {
        return OptionalLong.empty();
      }
      throw SqlFailure.of("the size of the store cannot be told", e);
    }
  }

  @Override
  public List<String> damage(DataSource readers) {
    return List.of();
  }

  @Override
  public void close() {
    // Nothing is held but connections, which those close who opened them.
  }
}
