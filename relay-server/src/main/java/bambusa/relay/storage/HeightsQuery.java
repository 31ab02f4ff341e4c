package bambusa.relay.storage;

import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.replication.TargetSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which logs are held and how far (replication.md 2, {@code logHeights}). */
final class HeightsQuery {

  private record Arrived(long newestArrival, LogHeight height) {}

  private HeightsQuery() {}

  static LogHeightsPage page(
      Snapshot snapshot, @Nullable ReplicationCursor after, TargetSet target, int first)
      throws SQLException {
    long start = snapshot.start(after);
    Selection selection = snapshot.select(target);
    List<Arrived> heights = heights(snapshot, selection, start, first + 1L);
    boolean hasMore = heights.size() > first;
    if (hasMore) {
      heights = heights.subList(0, first);
    }
    long end = snapshot.newestArrival();
    if (hasMore) {
      end = heights.isEmpty() ? start : heights.get(first - 1).newestArrival;
    }
    List<ProofQueries.Arrived> proofs =
        ProofQueries.between(snapshot, selection, start, end, FeedQuery.MAX_PROOFS + 1);
    if (proofs.size() > FeedQuery.MAX_PROOFS) {
      proofs = proofs.subList(0, FeedQuery.MAX_PROOFS);
      end = proofs.get(FeedQuery.MAX_PROOFS - 1).arrival();
      hasMore = true;
    }
    long last = end;
    return new LogHeightsPage(
        heights.stream().filter(h -> h.newestArrival <= last).map(Arrived::height).toList(),
        ProofQueries.proofs(proofs),
        snapshot.cursor(end),
        hasMore,
        snapshot.isForeign(after));
  }

  private static List<Arrived> heights(
      Snapshot snapshot, Selection selection, long start, long limit) throws SQLException {
    if (start >= snapshot.newestArrival()) {
      return List.of();
    }
    String sql =
        """
        SELECT l.newest_arrival, a.public_key, l.log_id, l.height
        FROM logs l
          JOIN authors a ON a.author_key = l.author_key
        WHERE l.newest_arrival > ? AND %s
        ORDER BY l.newest_arrival LIMIT ?
        """
            .formatted(selection.condition("l"));
    return snapshot
        .statements()
        .all(
            sql,
            row -> {
              LogId logId = new LogId(Columns.unsigned(row.getLong(3)));
              LogKey log = new LogKey(Columns.publicKey(row.getBytes(2)), logId);
              return new Arrived(
                  row.getLong(1), new LogHeight(log, Columns.seqNum(row.getLong(4))));
            },
            start,
            limit);
  }
}
