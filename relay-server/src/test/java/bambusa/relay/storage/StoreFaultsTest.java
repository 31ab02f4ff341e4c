package bambusa.relay.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.TestAuthor;
import bambusa.crypto.Hash;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.IngestResult;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.postgres.TestPostgres;
import bambusa.relay.ingest.BatchSignatureJudge;
import bambusa.relay.ingest.HostRules;
import bambusa.relay.ingest.PublishResult;
import bambusa.relay.ingest.StoreDigest;
import bambusa.relay.ingest.TestRelay;
import bambusa.replication.TargetSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stores go through: old and new versions, full disks, power cuts. */
class StoreFaultsTest {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int WAL_HEADER = 32;
  private static final int WAL_FRAME = 24 + 4096;

  /** Of the log of the database, how many frames lie between two cuts. */
  private static final int CUT_EVERY = Integer.getInteger("store.cut.every", 9);

  @TempDir Path directory;

  private final TestLog log = new TestLog(TestAuthor.named("author"), 0);

  private static List<Hash> feed(TestRelay relay) {
    return StoreDigest.feed(relay.reader(), TargetSet.EVERYTHING, 100).stream()
        .map(EncodedEntryAndOperation::entry)
        .map(entry -> Hash.of(entry.bytes()))
        .toList();
  }

  private static List<Hash> hashes(List<VerifiedEntry> entries) {
    return entries.stream().map(VerifiedEntry::hash).toList();
  }

  private static List<String> faults(StoreAddress address) {
    List<String> broken = new ArrayList<>();
    StoreFaults faults =
        new StoreFaults() {
          @Override
          public void done(long entries, long expected) {
            assertThat(entries).isLessThanOrEqualTo(expected);
          }

          @Override
          public void broken(String what) {
            broken.add(what);
          }
        };
    try (ReadStore store = ReadStore.open(address)) {
      store.verify(faults, () -> new BatchSignatureJudge(RANDOM::nextBytes), 2);
    }
    return broken;
  }

  @Test
  void storeOfTheFirstVersionIsBroughtUpToDateAndKeepsItsId() throws Exception {
    TestPostgres.shared().createDatabase("first_version");
    for (StoreAddress address :
        List.of(
            StoreAddress.Sqlite.in(Files.createDirectory(directory.resolve("old"))),
            StoreAddress.parse(TestPostgres.shared().address("first_version"), directory))) {
      StoreId id = StoreId.draw(RANDOM);
      makeFirstVersion(address, id);

      assertThatThrownBy(() -> ReadStore.open(address))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("an older version wrote the store");
      try (TestRelay relay = new TestRelay(SqlStore.open(address, RANDOM))) {
        assertThat(relay.store().storeId()).isEqualTo(id);
        relay.replicate(log.entries().isEmpty() ? log.create("first") : log.entries().get(0));
        assertThat(relay.reader().counts().entries()).isEqualTo(1);
      }
      assertThat(faults(address)).isEmpty();
    }
  }

  private static void makeFirstVersion(StoreAddress address, StoreId id) throws SQLException {
    SqlDialect dialect = SqlStore.owning(address);
    Flyway.configure()
        .dataSource(dialect.writable())
        .locations("classpath:bambusa/relay/storage")
        .placeholders(dialect.words())
        .table("migrations")
        .target("1")
        .load()
        .migrate();
    try (Connection connection = dialect.writable().getConnection();
        Statements statements = new Statements(connection)) {
      statements.update("INSERT INTO node VALUES (?, 0, 0, 0, 0, 0)", (Object) id.bytes());
    }
    dialect.close();
  }

  @Test
  void storeOfANewerVersionInPostgresIsRefused() throws Exception {
    TestPostgres.shared().createDatabase("newer");
    StoreAddress address = StoreAddress.parse(TestPostgres.shared().address("newer"), directory);
    SqlStore.open(address, RANDOM).close();
    try (Connection connection = TestPostgres.shared().connect("newer");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO migrations SELECT 99, '99', 'later', type, 'V99__later.sql', checksum,"
              + " installed_by, installed_on, execution_time, success FROM migrations"
              + " WHERE version = '1'");
    }
    assertThatThrownBy(() -> SqlStore.open(address, RANDOM))
        .isInstanceOf(NewerStoreException.class)
        .hasMessageContaining("99");
  }

  @Test
  void serverThatIsNotThereIsNamed() throws Exception {
    StoreAddress address = StoreAddress.parse("postgresql://me@127.0.0.1:1/none", directory);
    assertThatThrownBy(() -> SqlStore.open(address, RANDOM))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("127.0.0.1:1");
  }

  @Test
  void fullDiskRefusesToPublishWhileReadingGoesOnAndRecovers() throws SQLException {
    StoreAddress.Sqlite address = StoreAddress.Sqlite.in(directory.resolve("small"));
    SmallDisk disk = new SmallDisk(address);
    Migrations.run(disk);
    List<String> told = new ArrayList<>();
    HostRules host =
        new HostRules() {
          @Override
          public void committed() {
            told.add("committed");
          }

          @Override
          public void takenBack(RuntimeException cause) {
            told.add(cause.getClass().getSimpleName());
          }
        };
    try (TestRelay relay = new TestRelay(SqlStore.open(disk, RANDOM), host)) {
      VerifiedEntry tip = log.create("first");
      assertThat(relay.publish(tip)).isInstanceOf(PublishResult.Stored.class);
      disk.limitPages(1);
      boolean isFull = false;
      for (int i = 0; !isFull; i++) {
        tip = log.update("more_" + i, tip);
        isFull = !publishes(relay, tip);
      }
      assertThat(told).endsWith("committed", "StoreFullException");
      int stored = log.entries().size() - 1;
      assertThat(stored).isLessThan(500);
      List<VerifiedEntry> page = many(500);
      assertThatThrownBy(() -> relay.replicate(page)).hasCauseInstanceOf(StoreFullException.class);
      assertThat(feed(relay)).isEqualTo(hashes(log.entries().subList(0, stored)));

      disk.limitPages(1_000_000);
      assertThat(publishes(relay, tip)).isTrue();
      assertThat(told).endsWith("committed");
      assertThat(relay.replicate(page)).hasOnlyElementsOfType(IngestResult.Accepted.class);
    }
    assertThat(faults(address)).isEmpty();
  }

  private static boolean publishes(TestRelay relay, VerifiedEntry entry) {
    try {
      assertThat(relay.publish(entry)).isInstanceOf(PublishResult.Stored.class);
      return true;
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(StoreFullException.class);
      return false;
    }
  }

  private static List<VerifiedEntry> many(int entries) {
    List<VerifiedEntry> many = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      many.add(new TestLog(TestAuthor.named("many"), i).create("page_" + i));
    }
    return many;
  }

  /**
   * A power cut loses the end of what was written and not yet synced. Wherever the log of the
   * database is cut, what is left must be a whole store that holds the first so many entries, and
   * at least those whose transaction lies before the cut.
   */
  @Test
  void storeCutOffAnywhereIsWholeAndHoldsWhatWasAcknowledgedBefore() throws IOException {
    StoreAddress.Sqlite address = StoreAddress.Sqlite.in(directory.resolve("cut"));
    List<Long> acknowledgedAt = new ArrayList<>();
    byte[] file;
    byte[] wal;
    try (TestRelay relay = new TestRelay(SqlStore.open(address, RANDOM))) {
      VerifiedEntry tip = log.create("first");
      for (int i = 0; i < 6; i++) {
        assertThat(relay.publish(tip)).isInstanceOf(PublishResult.Stored.class);
        acknowledgedAt.add(Files.size(wal(address)));
        tip = log.update("more_" + i, tip);
      }
      file = Files.readAllBytes(address.file());
      wal = Files.readAllBytes(wal(address));
    }
    List<Hash> all = hashes(log.entries());
    for (int end = WAL_HEADER; end <= wal.length; end += CUT_EVERY * WAL_FRAME) {
      // At a frame's end, and in the middle of the next one.
      for (int cut : new int[] {end, Math.min(wal.length, end + WAL_FRAME / 2)}) {
        int atLeast = (int) acknowledgedAt.stream().filter(size -> size <= cut).count();
        assertWholeAfterCut(file, Arrays.copyOf(wal, cut), all, atLeast);
      }
    }
  }

  private static Path wal(StoreAddress.Sqlite address) {
    return address.file().resolveSibling("bambusa.sqlite-wal");
  }

  private void assertWholeAfterCut(byte[] file, byte[] wal, List<Hash> all, int atLeast)
      throws IOException {
    Path place = Files.createTempDirectory(directory, "after");
    StoreAddress.Sqlite address = StoreAddress.Sqlite.in(place);
    Files.write(address.file(), file);
    Files.write(wal(address), wal);
    try (TestRelay relay = new TestRelay(SqlStore.open(address, RANDOM))) {
      List<Hash> held = feed(relay);
      assertThat(held).hasSizeGreaterThanOrEqualTo(atLeast);
      assertThat(held).isEqualTo(all.subList(0, held.size()));
    }
    assertThat(faults(address)).isEmpty();
  }
}
