package bambusa.relay.storage;

import bambusa.crypto.Hash;
import bambusa.ingest.OperationFact;
import bambusa.log.LogPosition;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Looks up many rows by one statement. */
final class LookUps {

  static final String OPERATIONS =
      """
      SELECT d.document_id, s.schema_id, o.public_key, e.standing, e.hash
      FROM entries e
        JOIN documents d ON d.document_key = e.document_key
        JOIN schemas s ON s.schema_key = d.schema_key
        JOIN authors o ON o.author_key = d.owner_key
      """;

  private static final String HASHES =
      "SELECT log_key, seq_num, hash FROM entries WHERE standing = 0 AND (log_key, seq_num) IN ";

  private final Statements statements;
  private final LogHeads heads;
  private final int atOnce;

  private record Place(long logKey, long seqNum) {}

  LookUps(Statements statements, LogHeads heads, int atOnce) {
    this.statements = statements;
    this.heads = heads;
    this.atOnce = atOnce;
  }

  /** How many rows are looked up by one statement. */
  int atOnce() {
    return atOnce;
  }

  /** Hashes at positions of known logs, where there are any. */
  Map<LogPosition, Hash> hashes(List<LogPosition> positions) throws SQLException {
    Map<LogPosition, Hash> hashes = new HashMap<>();
    for (List<LogPosition> some : parts(positions, atOnce)) {
      Map<Place, LogPosition> places = new HashMap<>();
      StringJoiner pairs = new StringJoiner(", ", "(VALUES ", ")");
      for (LogPosition position : some) {
        long logKey = heads.find(position.log()).orElseThrow().logKey;
        long seqNum = Columns.ofUnsigned(position.seqNum().value());
        pairs.add("(" + logKey + ", " + seqNum + ")");
        places.put(new Place(logKey, seqNum), position);
      }
      for (Map.Entry<Place, Hash> found :
          statements.all(
              HASHES + pairs,
              row ->
                  Map.entry(
                      new Place(row.getLong(1), row.getLong(2)), Columns.hash(row.getBytes(3))))) {
        LogPosition position = places.get(found.getKey());
        if (position != null) {
          hashes.put(position, found.getValue());
        }
      }
    }
    return hashes;
  }

  /** Of operations what is stored of them. */
  Map<Hash, OperationFact> operations(List<Hash> operationIds) throws SQLException {
    Map<Hash, OperationFact> operations = new HashMap<>();
    for (List<Hash> some : parts(operationIds, atOnce)) {
      statements
          .all(
              OPERATIONS + "WHERE e.hash IN " + parameters(some.size()),
              row -> Map.entry(Columns.hash(row.getBytes(5)), StoredFacts.operation(row)),
              some.stream().map(Columns::ofHash).toArray())
          .forEach(found -> operations.put(found.getKey(), found.getValue()));
    }
    return operations;
  }

  static String parameters(int count) {
    return "(" + String.join(", ", Collections.nCopies(count, "?")) + ")";
  }

  static <T> List<List<T>> parts(List<T> all, int atOnce) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += atOnce) {
      parts.add(all.subList(from, Math.min(from + atOnce, all.size())));
    }
    return parts;
  }
}
