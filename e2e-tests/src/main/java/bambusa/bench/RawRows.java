package bambusa.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * The rows of a filled store, to be inserted into an empty database with the same tables, indexes
 * and durability by nothing but prepared statements: what a store cannot be faster than.
 */
public final class RawRows {

  private static final List<String> TABLES =
      List.of("authors", "schemas", "documents", "logs", "entries");

  private final List<String> definitions = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();

  private record Table(String insert, List<Object[]> rows) {}

  private RawRows() {}

  /** Reads all rows of a store's file into memory. */
  public static RawRows of(Path store) throws SQLException {
    RawRows raw = new RawRows();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")) {
        while (rows.next()) {
          raw.definitions.add(rows.getString(1));
        }
      }
      for (String table : TABLES) {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1")) {
          raw.tables.add(read(table, rows));
        }
      }
    }
    return raw;
  }

  private static Table read(String table, ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    StringJoiner parameters = new StringJoiner(", ", "INSERT INTO " + table + " VALUES (", ")");
    for (int i = 0; i < columns; i++) {
      parameters.add("?");
    }
    List<Object[]> all = new ArrayList<>();
    while (rows.next()) {
      Object[] row = new Object[columns];
      for (int i = 0; i < columns; i++) {
        row[i] = rows.getObject(i + 1);
      }
      all.add(row);
    }
    return new Table(parameters.toString(), all);
  }

  /**
   * Inserts all rows into a new file, a commit per so many entries; logs and documents in step with
   * them.
   *
   * @return nanoseconds
   */
  public long insert(Path file, int entriesPerCommit) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA cache_size = -32768");
      statement.execute("PRAGMA wal_autocheckpoint = 4000");
      for (String definition : definitions) {
        statement.execute(definition);
      }
      connection.setAutoCommit(false);
      long begun = System.nanoTime();
      insert(connection, entriesPerCommit);
      return System.nanoTime() - begun;
    }
  }

  private void insert(Connection connection, int entriesPerCommit) throws SQLException {
    int entries = tables.get(tables.size() - 1).rows.size();
    int commits = (entries + entriesPerCommit - 1) / entriesPerCommit;
    List<PreparedStatement> inserts = new ArrayList<>();
    for (Table table : tables) {
      inserts.add(connection.prepareStatement(table.insert));
    }
    for (int commit = 0; commit < commits; commit++) {
      for (int i = 0; i < tables.size(); i++) {
        List<Object[]> rows = tables.get(i).rows;
        int from = (int) ((long) rows.size() * commit / commits);
        int until = (int) ((long) rows.size() * (commit + 1) / commits);
        insert(inserts.get(i), rows.subList(from, until));
      }
      connection.commit();
    }
    for (PreparedStatement insert : inserts) {
      insert.close();
    }
  }

  private static void insert(PreparedStatement insert, List<Object[]> rows) throws SQLException {
    for (Object[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        insert.setObject(i + 1, row[i]);
      }
      insert.executeUpdate();
    }
  }
}
