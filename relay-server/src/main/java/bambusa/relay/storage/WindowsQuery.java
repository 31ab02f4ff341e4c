package bambusa.relay.storage;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.LogKey;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Windows of many logs merged in order of arrival (replication.md 2, {@code entriesFromLogs}). Of
 * each log a few rows are read ahead, so the work grows with the answer and the number of logs, not
 * with their length.
 */
final class WindowsQuery {

  private static final int READ_AHEAD = 16;

  private static final String NEXT =
      """
      SELECT arrival, seq_num FROM entries
      WHERE log_key = ? AND seq_num > ? AND standing = 0 ORDER BY seq_num LIMIT ?
      """;

  private final Snapshot snapshot;
  private final PriorityQueue<Window> byArrival =
      new PriorityQueue<>(Comparator.comparingLong(Window::nextArrival));

  /** An entry by its numbers. */
  private record Place(long arrival, long seqNum) {}

  private static final class Window {

    final long logKey;
    final Deque<Place> ahead = new ArrayDeque<>();

    /** Column of the last entry read. */
    long seqNum;

    Window(long logKey, long seqNum) {
      this.logKey = logKey;
      this.seqNum = seqNum;
    }

    long nextArrival() {
      return ahead.getFirst().arrival;
    }
  }

  private WindowsQuery(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  static LogWindowsPage page(Snapshot snapshot, List<LogWindow> logs, PageLimits limits)
      throws SQLException {
    Map<LogKey, LogWindow> windows = new LinkedHashMap<>();
    logs.forEach(window -> windows.put(window.log(), window));
    WindowsQuery query = new WindowsQuery(snapshot);
    for (LogWindow window : windows.values()) {
      Optional<Long> logKey = PositionQueries.logKey(snapshot, window.log());
      if (logKey.isPresent()) {
        long newerThan = window.newerThan() == null ? 0 : window.newerThan().value();
        query.advance(new Window(logKey.get(), Columns.ofUnsigned(newerThan)));
      }
    }
    return query.merge(limits);
  }

  /** Reads ahead where needed, and puts the window in its place among the others. */
  private void advance(Window window) throws SQLException {
    if (window.ahead.isEmpty()) {
      window.ahead.addAll(
          snapshot
              .statements()
              .all(
                  NEXT,
                  row -> new Place(row.getLong(1), row.getLong(2)),
                  window.logKey,
                  window.seqNum,
                  READ_AHEAD));
    }
    if (!window.ahead.isEmpty()) {
      byArrival.add(window);
    }
  }

  private LogWindowsPage merge(PageLimits limits) throws SQLException {
    List<EncodedEntryAndOperation> entries = new ArrayList<>();
    long bytes = 0;
    while (!byArrival.isEmpty() && entries.size() < limits.first()) {
      Window window = byArrival.remove();
      Place next = window.ahead.removeFirst();
      EncodedEntryAndOperation encoded = encoded(next.arrival);
      bytes += size(encoded);
      if (bytes > limits.maxBytes() && !entries.isEmpty()) {
        return new LogWindowsPage(entries, false);
      }
      entries.add(encoded);
      window.seqNum = next.seqNum;
      advance(window);
    }
    return new LogWindowsPage(entries, byArrival.isEmpty());
  }

  private EncodedEntryAndOperation encoded(long arrival) throws SQLException {
    return snapshot
        .statements()
        .first(
            "SELECT entry, operation FROM entries WHERE arrival = ?",
            row -> Columns.encoded(row.getBytes(1), row.getBytes(2)),
            arrival)
        .orElseThrow(() -> new StorageException("the store is damaged: entry " + arrival));
  }

  private static long size(EncodedEntryAndOperation encoded) {
    int operation = encoded.operation() == null ? 0 : encoded.operation().size();
    return (long) encoded.entry().size() + operation;
  }
}
