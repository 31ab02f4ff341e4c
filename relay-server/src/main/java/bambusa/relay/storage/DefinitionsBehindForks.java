package bambusa.relay.storage;

import bambusa.crypto.Hash;
import bambusa.document.SchemaResolver;
import bambusa.operation.Operation;
import bambusa.operation.SchemaId;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Evidence that defines schemas of kept entries: it counts in no document, but these entries cannot
 * be decided without it, so it is told to who asks for it. Any thread may call.
 */
final class DefinitionsBehindForks {

  /** The first condition says the second one in the words of the index, so that it is used. */
  private static final String EVIDENCE =
      """
      SELECT e.hash FROM entries e JOIN schemas s ON s.schema_key = e.schema_key
      WHERE e.standing <> 0 AND e.standing = 2
        AND s.schema_id IN ('schema_definition_v1', 'schema_field_definition_v1')
      """;

  private static final String SCHEMAS = "SELECT schema_id FROM schemas WHERE entry_count > 0";

  private volatile @Nullable Known known;

  /** What was found when the store had so many forks, and entries of so many schemas. */
  private record Known(long forks, long schemas, Set<Hash> definitions) {}

  /** Whether an operation is one. */
  boolean include(Snapshot snapshot, Hash operationId) throws SQLException {
    if (snapshot.forkCount() == 0) {
      return false;
    }
    long schemas =
        snapshot.statements().number("SELECT COUNT(*) FROM schemas WHERE entry_count > 0");
    Known now = known;
    if (now == null || now.forks() != snapshot.forkCount() || now.schemas() != schemas) {
      Set<Hash> definitions = new HashSet<>();
      bySchema(snapshot).values().forEach(definitions::addAll);
      now = new Known(snapshot.forkCount(), schemas, definitions);
      known = now;
    }
    return now.definitions().contains(operationId);
  }

  /** Schemas without any are left out. */
  static Map<SchemaId, Set<Hash>> bySchema(Snapshot snapshot) throws SQLException {
    Set<Hash> evidence =
        new HashSet<>(snapshot.statements().all(EVIDENCE, row -> Columns.hash(row.getBytes(1))));
    if (evidence.isEmpty()) {
      return Map.of();
    }
    List<SchemaId> schemaIds =
        snapshot.statements().all(SCHEMAS, row -> Columns.schemaId(row.getString(1)));
    Map<SchemaId, Set<Hash>> bySchema = new HashMap<>();
    for (SchemaId schemaId : schemaIds) {
      Set<Hash> defining = new TreeSet<>();
      SchemaResolver.resolve(
          schemaId,
          operationId -> {
            if (evidence.contains(operationId)) {
              defining.add(operationId);
            }
            return operation(snapshot, operationId);
          });
      if (!defining.isEmpty()) {
        bySchema.put(schemaId, defining);
      }
    }
    return bySchema;
  }

  private static @Nullable Operation operation(Snapshot snapshot, Hash operationId) {
    try {
      return snapshot
          .statements()
          .first(
              "SELECT operation FROM entries WHERE hash = ?",
              row -> Columns.operation(row.getBytes(1)),
              Columns.ofHash(operationId))
          .orElse(null);
    } catch (SQLException e) {
      throw SqlFailure.of("cannot look up what defines a schema", e);
    }
  }
}
