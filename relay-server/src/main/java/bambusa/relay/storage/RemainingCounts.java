package bambusa.relay.storage;

import bambusa.crypto.Hash;
import bambusa.replication.TargetSet;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many entries lie behind a page. Counting them all for every page would make a catch-up
 * quadratic, so the count behind a page is remembered for whoever asks for the next one; then only
 * what arrived in between is counted. Any thread may call.
 */
final class RemainingCounts {

  private static final int REMEMBERED = 2_000;

  private final Map<Place, Count> remembered = new RecentlyUsed<>(REMEMBERED);

  /**
   * Where somebody will go on from. A fork takes entries out of logs, so a count does not outlive
   * it.
   *
   * @param target hash of its text: a target set may be long
   */
  private record Place(Hash target, long arrival, long forkCount) {}

  /**
   * How many entries there were.
   *
   * @param until of those that had arrived then
   */
  private record Count(long entries, long until) {}

  /**
   * The count behind a page.
   *
   * @param start arrival index the page begins behind
   * @param pageSize entries in the page
   * @param end arrival index the page ends with
   */
  long behind(
      Snapshot snapshot, Selection selection, TargetSet target, long start, int pageSize, long end)
      throws SQLException {
    // What is banned may change between two pages.
    String asked = target + (selection.selectsAllButBanned() ? selection.bannedLogs() : "");
    Hash targetHash = Hash.of(asked.getBytes(StandardCharsets.UTF_8));
    Optional<Count> known = find(new Place(targetHash, start, snapshot.forkCount()));
    long behindStart =
        known.isPresent()
            ? known.get().entries + countAfter(snapshot, selection, known.get().until)
            : count(snapshot, selection, start);
    long behindEnd = behindStart - pageSize;
    remember(
        new Place(targetHash, end, snapshot.forkCount()),
        new Count(behindEnd, snapshot.newestArrival()));
    return behindEnd;
  }

  private synchronized Optional<Count> find(Place place) {
    return Optional.ofNullable(remembered.get(place));
  }

  private synchronized void remember(Place place, Count count) {
    remembered.put(place, count);
  }

  private static long count(Snapshot snapshot, Selection selection, long after)
      throws SQLException {
    if (after > 0) {
      return countAfter(snapshot, selection, after);
    }
    if (selection.selectsEverything()) {
      return snapshot.entryCount();
    }
    Optional<Set<Long>> schemas = selection.schemas();
    return schemas.isPresent()
        ? snapshot
            .statements()
            .number(
                "SELECT SUM(entry_count) FROM schemas WHERE schema_key IN ("
                    + Selection.list(schemas.get())
                    + ")")
        : countAfter(snapshot, selection, 0);
  }

  private static long countAfter(Snapshot snapshot, Selection selection, long after)
      throws SQLException {
    if (after >= snapshot.newestArrival() || selection.selectsNothing()) {
      return 0;
    }
    if (selection.selectsAllButBanned()) {
      return snapshot
          .statements()
          .number(
              "SELECT COUNT(*) FROM entries WHERE standing = 0 AND arrival > ? AND log_key NOT IN ("
                  + selection.bannedLogs()
                  + ")",
              after);
    }
    String schemas =
        selection.selectsEverything()
            ? "SELECT schema_key FROM schemas"
            : selection.schemas().map(Selection::list).orElse(null);
    // Counted in an index by schema, so that no entry itself is read.
    String sql =
        schemas != null
            ? "SELECT COUNT(*) FROM entries WHERE standing = 0 AND arrival > ? AND schema_key IN ("
                + schemas
                + ")"
            : """
              SELECT COUNT(*) FROM logs l JOIN entries e ON e.log_key = l.log_key AND e.standing = 0
              WHERE l.newest_arrival > %d AND e.arrival > ? AND %s
              """
                .formatted(after, selection.condition("l"));
    return snapshot.statements().number(sql, after);
  }
}
