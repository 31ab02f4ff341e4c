package bambusa.relay.storage;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.replication.TargetSet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The feed (replication.md 2, {@code entriesSince}). */
final class FeedQuery {

  /** Proofs in one page; more make a further page. */
  static final int MAX_PROOFS = 500;

  /** With so few schemas their indexes are merged; with more everything is read and filtered. */
  private static final int MAX_MERGED_SCHEMAS = 32;

  private final RemainingCounts remainingCounts;

  FeedQuery(RemainingCounts remainingCounts) {
    this.remainingCounts = remainingCounts;
  }

  private record Arrived(long arrival, EncodedEntryAndOperation encoded) {}

  /** Entries up to where the page is cut. */
  private record Cut(List<Arrived> entries, boolean hasMore) {}

  FeedPage page(
      Snapshot snapshot, @Nullable ReplicationCursor after, TargetSet target, PageLimits limits)
      throws SQLException {
    boolean reset = snapshot.isForeign(after);
    long start = snapshot.start(after);
    Selection selection = snapshot.select(target);
    Cut cut = entries(snapshot, selection, start, limits);
    long end = snapshot.newestArrival();
    if (cut.hasMore) {
      end = cut.entries.isEmpty() ? start : cut.entries.get(cut.entries.size() - 1).arrival;
    }
    List<ProofQueries.Arrived> proofs =
        ProofQueries.between(snapshot, selection, start, end, MAX_PROOFS + 1);
    boolean hasMore = cut.hasMore;
    if (proofs.size() > MAX_PROOFS) {
      proofs = proofs.subList(0, MAX_PROOFS);
      end = proofs.get(MAX_PROOFS - 1).arrival();
      hasMore = true;
    }
    long last = end;
    List<EncodedEntryAndOperation> entries =
        cut.entries.stream().filter(e -> e.arrival <= last).map(Arrived::encoded).toList();
    long remaining =
        hasMore
            ? remainingCounts.behind(snapshot, selection, target, start, entries.size(), end)
            : 0;
    return new FeedPage(
        entries, ProofQueries.proofs(proofs), snapshot.cursor(end), hasMore, reset, remaining);
  }

  private static Cut entries(Snapshot snapshot, Selection selection, long start, PageLimits limits)
      throws SQLException {
    List<Arrived> entries = new ArrayList<>();
    if (selection.selectsNothing() || start >= snapshot.newestArrival()) {
      return new Cut(entries, false);
    }
    long bytes = 0;
    String sql = sql(selection, start, limits.first() + 1L);
    try (ResultSet rows = snapshot.statements().bound(sql).executeQuery()) {
      while (rows.next()) {
        byte[] entry = rows.getBytes(2);
        byte[] operation = rows.getBytes(3);
        bytes += entry.length + operation.length;
        boolean full = entries.size() >= limits.first();
        if (full || bytes > limits.maxBytes() && !entries.isEmpty()) {
          return new Cut(entries, true);
        }
        entries.add(new Arrived(rows.getLong(1), Columns.encoded(entry, operation)));
      }
    }
    return new Cut(entries, false);
  }

  private static String sql(Selection selection, long start, long limit) {
    if (selection.selectsEverything()) {
      return """
          SELECT arrival, entry, operation FROM entries
          WHERE standing = 0 AND arrival > %d ORDER BY arrival LIMIT %d
          """
          .formatted(start, limit);
    }
    if (selection.selectsAllButBanned()) {
      return """
          SELECT arrival, entry, operation FROM entries
          WHERE standing = 0 AND arrival > %d AND log_key NOT IN (%s) ORDER BY arrival LIMIT %d
          """
          .formatted(start, selection.bannedLogs(), limit);
    }
    Optional<Set<Long>> schemas = selection.schemas();
    if (schemas.isPresent() && schemas.get().size() <= MAX_MERGED_SCHEMAS) {
      return ofSchemas(schemas.get(), start, limit);
    }
    if (schemas.isPresent()) {
      return """
          SELECT arrival, entry, operation FROM entries
          WHERE standing = 0 AND arrival > %d AND schema_key IN (%s) ORDER BY arrival LIMIT %d
          """
          .formatted(start, Selection.list(schemas.get()), limit);
    }
    // Owners and documents choose logs. Of logs that have not grown since, nothing can be new.
    return """
        SELECT e.arrival, e.entry, e.operation FROM entries e
        WHERE e.arrival IN (
          SELECT k.arrival FROM logs l JOIN entries k ON k.log_key = l.log_key AND k.standing = 0
          WHERE l.newest_arrival > %d AND k.arrival > %d AND %s
          ORDER BY k.arrival LIMIT %d)
        ORDER BY e.arrival
        """
        .formatted(start, start, selection.condition("l"), limit);
  }

  private static String ofSchemas(Set<Long> schemas, long start, long limit) {
    StringJoiner each = new StringJoiner("\nUNION ALL\n");
    for (long schema : schemas) {
      each.add(
          """
          SELECT arrival FROM (
            SELECT arrival FROM entries
            WHERE standing = 0 AND schema_key = %d AND arrival > %d ORDER BY arrival LIMIT %d
          ) of_schema_%d
          """
              .formatted(schema, start, limit, schema));
    }
    return """
        SELECT e.arrival, e.entry, e.operation
        FROM (SELECT arrival FROM (%s) merged ORDER BY arrival LIMIT %d) chosen
          JOIN entries e ON e.arrival = chosen.arrival
        ORDER BY e.arrival
        """
        .formatted(each, limit);
  }
}
