package bambusa.relay.storage;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer's connection. When it breaks, the next transaction opens another one. */
final class WriterConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WriterConnection.class);

  private final SqlDialect dialect;
  private final DataSource source;
  private final Statements statements;
  private @Nullable Connection connection;
  private String announcement = "";

  WriterConnection(SqlDialect dialect) throws SQLException {
    this.dialect = dialect;
    this.source = dialect.writable();
    Connection first = connect();
    this.statements = new Statements(first);
    this.connection = first;
  }

  private Connection connect() throws SQLException {
    Connection opened = source.getConnection();
    try {
      dialect.prepareWriter(opened);
      announcement = dialect.announcement(opened);
      return opened;
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
  }

  /** The same for as long as the store is open. */
  Statements statements() {
    return statements;
  }

  /** How rows are read that nobody else may change in the meantime. */
  String lockRow() {
    return dialect.lockRow();
  }

  int lookUpsAtOnce() {
    return dialect.lookUpsAtOnce();
  }

  void begin() throws SQLException {
    Connection current = connection;
    if (current != null && !current.getAutoCommit()) {
      // The last transaction could not even be rolled back; nothing of it may be in the next.
      rollBack();
      current = connection;
    }
    if (current == null) {
      current = connect();
      statements.use(current);
      connection = current;
    }
    current.setAutoCommit(false);
  }

  /** When it returns, everything is on disk. */
  void commit(boolean announced) throws SQLException {
    statements.flush();
    if (announced && !announcement.isEmpty()) {
      statements.first(announcement, row -> row);
    }
    Connection current = open();
    current.commit();
    current.setAutoCommit(true);
  }

  private Connection open() throws SQLException {
    if (connection == null) {
      throw new SQLException("no transaction was begun");
    }
    return connection;
  }

  /** A transaction that cannot be taken back ends with its connection. */
  void rollBack() {
    Connection current = connection;
    if (current == null) {
      return;
    }
    try {
      statements.discardQueued();
      if (!current.getAutoCommit()) {
        current.rollback();
        current.setAutoCommit(true);
      }
    } catch (SQLException e) {
      LOG.warn(
          "the store is opened anew, as what was written could not be rolled back: {}",
          e.getMessage());
      connection = null;
      closeBroken(current);
    }
  }

  private static void closeBroken(Connection broken) {
    try {
      broken.close();
    } catch (SQLException e) {
      LOG.debug("closing a broken connection", e);
    }
  }

  @Override
  public void close() throws SQLException {
    Connection current = connection;
    if (current != null) {
      dialect.tidy(current);
      current.close();
    }
  }
}
