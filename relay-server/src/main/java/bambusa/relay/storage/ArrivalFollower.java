package bambusa.relay.storage;

import bambusa.ingest.DocumentFact;
import bambusa.relay.storage.Statements.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of what other relays have stored in the same database, on a thread of its own. While the
 * database cannot be reached it tries again and again, and then tells of everything in between.
 */
final class ArrivalFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ArrivalFollower.class);

  private static final int RETRY_MILLIS = 100;

  /** When more has arrived at once, everyone is told to look. */
  private static final int MAX_READ = 5_000;

  private static final String DOCUMENTS =
      """
      SELECT DISTINCT d.document_id, s.schema_id, o.public_key
      FROM entries e
        JOIN documents d ON d.document_key = e.document_key
        JOIN schemas s ON s.schema_key = d.schema_key
        JOIN authors o ON o.author_key = d.owner_key
      WHERE e.arrival > ? AND e.arrival <= ? AND e.standing = 0
      """;

  private static final String FORKS =
      "SELECT COUNT(*) FROM fork_proofs WHERE arrival > ? AND arrival <= ?";

  private final SqlDialect dialect;
  private final DataSource readers;
  private final Consumer<Committed> listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "arrivals of other relays");
  private volatile @Nullable Announcements announcements;
  private long followed;
  private boolean isBroken;

  /**
   * Begins to follow.
   *
   * @param newest arrival index that is known already
   */
  ArrivalFollower(
      SqlDialect dialect, DataSource readers, Consumer<Committed> listener, long newest) {
    this.dialect = dialect;
    this.readers = readers;
    this.listener = listener;
    this.followed = newest;
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * The relay itself has stored something and told of it.
   *
   * @param before newest arrival index before
   */
  synchronized void stored(long before, long newest) {
    if (followed == before) {
      followed = newest;
    }
  }

  private void run() {
    try {
      do {
        follow();
      } while (!closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until the connection breaks, or this is closed. */
  private void follow() throws InterruptedException {
    try (Announcements opened = dialect.announcements()) {
      announcements = opened;
      while (closed.getCount() > 0) {
        catchUp(opened.newestArrival());
        isBroken = false;
        opened.await();
      }
    } catch (SQLException | StorageException e) {
      // Once for each time it breaks.
      if (!isBroken && closed.getCount() > 0) {
        LOG.warn(
            "what other relays store is not seen until the database is back: {}", e.toString());
      }
      isBroken = true;
    }
  }

  private void catchUp(long newest) throws SQLException {
    long from = followed();
    if (newest > from) {
      listener.accept(read(from, newest));
      stored(from, newest);
    }
  }

  private synchronized long followed() {
    return followed;
  }

  private Committed read(long from, long newest) throws SQLException {
    if (newest - from > MAX_READ) {
      return new Committed(newest, Set.of(), true);
    }
    Row<DocumentFact> fact =
        row -> LogHeads.document(row.getBytes(1), row.getString(2), row.getBytes(3));
    try (Connection connection = readers.getConnection();
        Statements statements = new Statements(connection)) {
      Set<DocumentFact> documents = new HashSet<>(statements.all(DOCUMENTS, fact, from, newest));
      // Of a forked log it is not worth finding out who asks for it.
      return new Committed(newest, documents, statements.number(FORKS, from, newest) > 0);
    }
  }

  @Override
  public void close() throws SQLException {
    closed.countDown();
    Announcements current = announcements;
    if (current != null) {
      current.close();
    }
  }
}
