package bambusa.relay.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** LISTEN and NOTIFY; where the server lacks them, looking often. */
final class PostgresAnnouncements implements Announcements {

  /** Run by the writer within its transaction: heard when that is committed. */
  static final String NOTIFY = "SELECT pg_notify('bambusa_arrivals', '')";

  private static final String LISTEN = "LISTEN bambusa_arrivals";

  /** While listening, a look at the store now and then tells whether the connection stands. */
  private static final int LISTENING_MILLIS = 1_000;

  private static final int LOOKING_MILLIS = 50;

  private final Connection connection;
  private final @Nullable PGConnection listening;
  private final CountDownLatch closed = new CountDownLatch(1);

  private PostgresAnnouncements(Connection connection, @Nullable PGConnection listening) {
    this.connection = connection;
    this.listening = listening;
  }

  static PostgresAnnouncements open(DataSource source) throws SQLException {
    Connection connection = source.getConnection();
    try {
      boolean listens = runs(connection, NOTIFY) && runs(connection, LISTEN);
      return new PostgresAnnouncements(
          connection, listens ? connection.unwrap(PGConnection.class) : null);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Whether the server knows a statement. Not within a transaction: a failure would end it. */
  static boolean runs(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      if (SqlFailure.isUnknown(e)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void await() throws SQLException, InterruptedException {
    if (listening != null) {
      listening.getNotifications(LISTENING_MILLIS);
    } else if (closed.await(LOOKING_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new SQLException("closed");
    }
  }

  @Override
  public long newestArrival() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT newest_arrival FROM node")) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  @Override
  public void close() throws SQLException {
    closed.countDown();
    connection.abort(Runnable::run);
  }
}
