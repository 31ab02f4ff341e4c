package bambusa.relay.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as rows are copied from store to store.
 *
 * @param kinds one letter a column: n a number, b bytes, t a text
 */
record StoreTable(String name, List<String> columns, String kinds) {

  static final StoreTable ENTRIES =
      of(
          "entries",
          "nbnnnnnnbb",
          "arrival, hash, log_key, seq_num, document_key, schema_key, action, standing, entry,"
              + " operation");

  static final StoreTable NODE =
      of(
          "node",
          "bnnnnn",
          "store_id, newest_arrival, entry_count, log_count, author_count, fork_count");

  /** All others, which are small beside the entries. */
  static final List<StoreTable> OTHERS =
      List.of(
          of("authors", "nbn", "author_key, public_key, log_count"),
          of("schemas", "ntn", "schema_key, schema_id, entry_count"),
          of("documents", "nbnnn", "document_key, document_id, schema_key, owner_key, deleted"),
          of(
              "logs",
              "nnnnnnnn",
              "log_key, author_key, log_id, document_key, schema_key, owner_key, height,"
                  + " newest_arrival"),
          of("fork_proofs", "nnnbb", "arrival, log_key, seq_num, first, second"),
          of("peer_cursors", "ttt", "peer, target_set, cursor"));

  StoreTable {
    columns = List.copyOf(columns);
  }

  private static StoreTable of(String name, String kinds, String columns) {
    return new StoreTable(name, List.of(columns.split(", ")), kinds);
  }

  String select() {
    return "SELECT " + String.join(", ", columns) + " FROM " + name;
  }

  String insert() {
    return "INSERT INTO "
        + name
        + " ("
        + String.join(", ", columns)
        + ") VALUES ("
        + String.join(", ", Collections.nCopies(columns.size(), "?"))
        + ")";
  }

  @Nullable Object[] read(ResultSet row) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 1; i <= columns.size(); i++) {
      char kind = kinds.charAt(i - 1);
      if (kind == 'b') {
        values.add(row.getBytes(i));
      } else if (kind == 't') {
        values.add(row.getString(i));
      } else {
        long number = row.getLong(i);
        values.add(row.wasNull() ? null : number);
      }
    }
    return values.toArray();
  }
}
