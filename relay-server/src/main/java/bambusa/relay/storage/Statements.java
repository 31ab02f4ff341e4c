package bambusa.relay.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements of one connection, each prepared once. Serves one thread at a time. */
final class Statements implements AutoCloseable {

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  /** Makes a value of the row that a result stands on. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  Statements(Connection connection) {
    this.connection = connection;
  }

  /**
   * The statement with its parameters set. Strings, byte arrays, longs, ints and null are known.
   */
  PreparedStatement bound(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      bind(statement, i + 1, parameters[i]);
    }
    return statement;
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
