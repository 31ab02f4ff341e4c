package bambusa.relay.storage;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.postgres.TestPostgres;
import bambusa.relay.ingest.PublishResult;
import bambusa.relay.ingest.TestRelay;
import bambusa.replication.TargetSet;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several relays on one database. Each has a gate and connections of its own, as processes do. */
class SharedStoreTest {

  private static final int RELAYS = 4;
  private static final int ENTRIES = Integer.getInteger("shared.store.entries", 100);

  /** Publishing is disturbed so often. */
  private static final int QUIET_ENTRIES = 40;

  /** While listening a relay looks by itself once a second; who is woken sooner was told. */
  private static final long WAKE_MILLIS = Long.getLong("shared.store.wake.millis", 1_000);

  private static final TestPostgres SERVER = TestPostgres.shared();

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  private static SqlStore open(String database) {
    try {
      return SqlStore.open(
          StoreAddress.parse(SERVER.address(database), Path.of("")), new SecureRandom());
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Started again until it starts, as a supervisor does. */
  private static TestRelay relay(String database) {
    for (int attempt = 1; ; attempt++) {
      try {
        TestRelay relay = new TestRelay(open(database));
        relay.store().follow(relay.signal()::arrived);
        return relay;
      } catch (StoreUnavailableException e) {
        assertThat(attempt).isLessThan(20);
      }
    }
  }

  private <T> List<T> all(List<Future<T>> futures) throws Exception {
    List<T> all = new ArrayList<>();
    for (Future<T> future : futures) {
      all.add(future.get(120, TimeUnit.SECONDS));
    }
    return all;
  }

  private static void execute(String database, String sql) {
    try (Connection connection = SERVER.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends all connections of all relays, whatever they are doing. */
  private static void tearOff(String database) {
    execute(
        "postgres",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            + database
            + "'");
  }

  @Test
  void relaysThatOpenANewDatabaseAtOnceAgreeOnItsId() throws Exception {
    SERVER.createDatabase("opened_at_once");
    List<Future<StoreId>> ids = new ArrayList<>();
    for (int i = 0; i < RELAYS; i++) {
      ids.add(
          threads.submit(
              () -> {
                try (SqlStore store = open("opened_at_once")) {
                  return store.storeId();
                }
              }));
    }
    assertThat(new HashSet<>(all(ids))).hasSize(1);
  }

  @Test
  void whatManyRelaysPublishIsSeenByAllReadersInOneOrder() throws Exception {
    SERVER.createDatabase("shared");
    open("shared").close();
    AtomicBoolean ended = new AtomicBoolean();
    ConcurrentLinkedQueue<Hash> acknowledged = new ConcurrentLinkedQueue<>();
    List<Future<List<Hash>>> readers = new ArrayList<>();
    List<Future<Integer>> publishers = new ArrayList<>();
    for (int i = 0; i < RELAYS; i++) {
      int number = i;
      readers.add(threads.submit(new TestFeedReader(() -> relay("shared"), ended)));
      publishers.add(threads.submit(() -> publish(number, acknowledged)));
    }
    List<Integer> published = all(publishers);
    ended.set(true);

    List<List<Hash>> seen = all(readers);
    assertThat(published).containsOnly(ENTRIES);
    assertThat(acknowledged).hasSize(RELAYS * ENTRIES);
    assertThat(seen.get(0)).doesNotHaveDuplicates().containsAll(acknowledged);
    for (List<Hash> each : seen) {
      assertThat(each).isEqualTo(seen.get(0));
    }
  }

  /** Publishes one log while its relay is restarted and torn off in between. */
  private static int publish(int number, ConcurrentLinkedQueue<Hash> acknowledged) {
    TestLog log = new TestLog(TestAuthor.named("author-" + number), 0);
    TestRelay relay = relay("shared");
    VerifiedEntry next = log.create("log_" + number);
    for (int i = 0; i < ENTRIES; i++) {
      if (i % QUIET_ENTRIES == 10 + number) {
        relay.close();
        relay = relay("shared");
      }
      if (i % (RELAYS * QUIET_ENTRIES) == 25 + number * QUIET_ENTRIES) {
        tearOff("shared");
      }
      publish(relay, next);
      acknowledged.add(next.hash());
      next = log.update("update_" + i, next);
    }
    relay.close();
    return ENTRIES;
  }

  /** Again and again: what was not acknowledged may be stored or not. */
  private static void publish(TestRelay relay, VerifiedEntry entry) {
    for (int attempt = 1; ; attempt++) {
      try {
        PublishResult result = relay.publish(entry);
        boolean wasStoredBefore =
            attempt > 1 && relay.reader().entryByHash(entry.hash()).isPresent();
        assertThat(result instanceof PublishResult.Stored || wasStoredBefore)
            .as(result.toString())
            .isTrue();
        return;
      } catch (CompletionException e) {
        assertThat(e.getCause()).isInstanceOf(StoreUnavailableException.class);
      } catch (StoreUnavailableException e) {
        assertThat(attempt).isGreaterThan(1);
      }
    }
  }

  @Test
  void whatOneRelayStoresWakesThoseWhoWaitAtAnother() throws Exception {
    SERVER.createDatabase("woken");
    assertThat(fastestWakeUpMillis("woken", false)).isLessThan(WAKE_MILLIS);
  }

  @Test
  void wakingGoesOnAfterTheConnectionsBroke() throws Exception {
    SERVER.createDatabase("torn");
    assertThat(fastestWakeUpMillis("torn", true)).isLessThan(WAKE_MILLIS);
  }

  @Test
  void serverWithoutNotificationsIsLookedAtOften() throws Exception {
    SERVER.createDatabase("silent");
    execute("silent", "ALTER FUNCTION pg_notify(text, text) RENAME TO pg_notify_of_another_kind");
    assertThat(fastestWakeUpMillis("silent", false)).isLessThan(WAKE_MILLIS);
  }

  private long fastestWakeUpMillis(String database, boolean tornOff) throws Exception {
    List<Long> millis = new ArrayList<>();
    try (TestRelay publisher = relay(database);
        TestRelay waiting = relay(database)) {
      TestLog log = new TestLog(TestAuthor.named("author"), 0);
      publisher.publish(log.create("first"));
      if (tornOff) {
        tearOff(database);
      }
      VerifiedEntry next = log.update("again", log.entries().get(0));
      for (int i = 0; i < 8; i++) {
        ReplicationCursor end = end(waiting);
        CompletableFuture<Boolean> arrival =
            waiting.signal().arrival(TargetSet.EVERYTHING, end, 60_000);
        publish(publisher, next);
        long acknowledged = System.nanoTime();
        assertThat(arrival.get(60, TimeUnit.SECONDS)).isTrue();
        millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - acknowledged));
        next = log.update("update_" + i, next);
      }
    }
    return Collections.min(millis);
  }

  private static ReplicationCursor end(TestRelay relay) {
    for (int attempt = 1; ; attempt++) {
      try {
        PageLimits nothing = new PageLimits(1_000, Long.MAX_VALUE);
        return relay.reader().entriesSince(null, TargetSet.EVERYTHING, nothing).endCursor();
      } catch (StoreUnavailableException e) {
        assertThat(attempt).isLessThan(20);
      }
    }
  }
}
