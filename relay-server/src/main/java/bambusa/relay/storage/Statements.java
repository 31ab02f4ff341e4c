package bambusa.relay.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one connection, each prepared once. Serves one thread at a time.
 *
 * <p>What is {@link #queue queued} is sent together, before anything else is asked: so each
 * statement sees all that were given before it. Queued statements do not see each other.
 */
final class Statements implements AutoCloseable {

  private static final int MAX_QUEUED = 1_000;
  private static final long MAX_QUEUED_BYTES = 4L << 20;

  /** Far more than there are but for those that name keys. */
  private static final int MAX_PREPARED = 100;

  /** The longest unused first. */
  private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);

  private final Set<PreparedStatement> queued = new LinkedHashSet<>();
  private Connection connection;
  private int queuedCount;
  private long queuedBytes;

  /** Makes a value of the row that a result stands on. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  Statements(Connection connection) {
    this.connection = connection;
  }

  /** Goes on with another connection, since the one so far broke. */
  void use(Connection other) {
    prepared.clear();
    forgetQueued();
    connection = other;
  }

  /** Of a transaction that was rolled back nothing may be sent any more. */
  void discardQueued() throws SQLException {
    for (PreparedStatement statement : queued) {
      statement.clearBatch();
    }
    forgetQueued();
  }

  private void forgetQueued() {
    queued.clear();
    queuedCount = 0;
    queuedBytes = 0;
  }

  /**
   * The statement with its parameters set. Strings, byte arrays, longs, ints and null are known.
   */
  PreparedStatement bound(String sql, @Nullable Object... parameters) throws SQLException {
    flush();
    return bind(sql, parameters);
  }

  private PreparedStatement bind(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
      closeUnused(statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      bind(statement, i + 1, parameters[i]);
    }
    return statement;
  }

  /** Statements that name keys have a text of their own each time. */
  private void closeUnused(PreparedStatement newest) throws SQLException {
    Iterator<PreparedStatement> longestUnused = prepared.values().iterator();
    while (prepared.size() > MAX_PREPARED && longestUnused.hasNext()) {
      PreparedStatement statement = longestUnused.next();
      if (statement != newest && !queued.contains(statement)) {
        longestUnused.remove();
        statement.close();
      }
    }
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object parameter)
      throws SQLException {
    if (parameter instanceof Long number) {
      statement.setLong(index, number);
    } else if (parameter instanceof byte[] bytes) {
      statement.setBytes(index, bytes);
    } else if (parameter instanceof Integer number) {
      statement.setInt(index, number);
    } else if (parameter instanceof String text) {
      statement.setString(index, text);
    } else if (parameter == null) {
      statement.setObject(index, null);
    } else {
      throw new IllegalArgumentException("no column holds a " + parameter.getClass());
    }
  }

  /** How many are prepared. */
  int kept() {
    return prepared.size();
  }

  /** Sends it with others, at the latest before the next statement that is not queued. */
  void queue(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = bind(sql, parameters);
    statement.addBatch();
    queued.add(statement);
    queuedCount++;
    for (Object parameter : parameters) {
      queuedBytes += parameter instanceof byte[] bytes ? bytes.length : Long.BYTES;
    }
    if (queuedCount >= MAX_QUEUED || queuedBytes >= MAX_QUEUED_BYTES) {
      flush();
    }
  }

  /** Sends what is queued. */
  void flush() throws SQLException {
    if (queued.isEmpty()) {
      return;
    }
    // When one fails, those behind it stay queued until they are discarded.
    for (PreparedStatement statement : queued) {
      statement.executeBatch();
    }
    forgetQueued();
  }

  int update(String sql, @Nullable Object... parameters) throws SQLException {
    return bound(sql, parameters).executeUpdate();
  }

  <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... parameters)
      throws SQLException {
    try (ResultSet rows = bound(sql, parameters).executeQuery()) {
      return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
    }
  }

  <T> List<T> all(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
    List<T> all = new ArrayList<>();
    try (ResultSet rows = bound(sql, parameters).executeQuery()) {
      while (rows.next()) {
        all.add(row.read(rows));
      }
    }
    return all;
  }

  /** The number a query answers with; 0 when it answers with null or nothing. */
  long number(String sql, @Nullable Object... parameters) throws SQLException {
    return first(sql, row -> row.getLong(1), parameters).orElse(0L);
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    prepared.clear();
  }
}
