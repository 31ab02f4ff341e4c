package bambusa.relay.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.TestAuthor;
import bambusa.crypto.Hash;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.IngestResult;
import bambusa.ingest.Reason;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.EncodedEntry;
import bambusa.operation.SchemaId;
import bambusa.relay.storage.FeedPage;
import bambusa.relay.storage.PageLimits;
import bambusa.relay.storage.ReplicationCursor;
import bambusa.relay.storage.SqlStore;
import bambusa.relay.storage.StorageException;
import bambusa.relay.storage.StoreCounts;
import bambusa.replication.TargetSet;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestGateTest {

  @TempDir Path directory;

  private final TestAuthor author = TestAuthor.named("author");
  private final TestLog log = new TestLog(author, 0);
  private final VerifiedEntry create = log.create("a");
  private TestRelay relay;

  @BeforeEach
  void open() {
    relay = new TestRelay(SqlStore.open(directory, new SecureRandom()));
  }

  @AfterEach
  void close() {
    relay.close();
  }

  @Test
  void invalidOneOfAPageIsNamedAndTheOthersAreStored() {
    VerifiedEntry update = log.update("b", create);
    byte[] bytes = new TestLog(author, 1).create("c").entry().encoded().bytes();
    bytes[bytes.length - 40] ^= 1;
    EncodedEntryAndOperation invalid =
        new EncodedEntryAndOperation(
            new EncodedEntry(bytes),
            new TestLog(author, 1).create("c").decoded().encodedOperation());
    EncodedEntryAndOperation malformed =
        new EncodedEntryAndOperation(new EncodedEntry(new byte[] {0, 1, 2}), null);
    PeerPageResult result =
        relay.replicate(
            new PeerPage(
                List.of(TestRelay.encoded(create), invalid, malformed, TestRelay.encoded(update)),
                List.of(),
                DocumentChoice.EVERYTHING,
                null));
    assertThat(result.entries().get(0)).isInstanceOf(IngestResult.Accepted.class);
    assertThat(reason(result.entries().get(1))).isEqualTo(Reason.INVALID_SIGNATURE);
    assertThat(reason(result.entries().get(2))).isEqualTo(Reason.MALFORMED_ENTRY);
    assertThat(result.entries().get(3)).isInstanceOf(IngestResult.Accepted.class);
  }

  private static Reason reason(IngestResult result) {
    return ((IngestResult.Rejected) result).reason();
  }

  @Test
  void whatWasNotAskedForIsRefused() {
    TargetSet blobs = TargetSet.ofSchemas(List.of(SchemaId.BLOB));
    PeerPageResult result =
        relay.replicate(new PeerPage(TestRelay.encoded(log.entries()), List.of(), blobs, null));
    assertThat(reason(result.entries().get(0))).isEqualTo(Reason.NOT_ASKED_FOR);
  }

  @Test
  void parkedEntryIsDecidedByTheChoiceItCameUnder() {
    TargetSet fields = TargetSet.ofSchemas(List.of(SchemaId.SCHEMA_FIELD_DEFINITION));
    VerifiedEntry update = log.update("b", create);
    relay.replicate(new PeerPage(List.of(TestRelay.encoded(update)), List.of(), fields, null));
    assertThat(relay.gate().parkedCount()).isEqualTo(1);
    relay.replicate(create);
    assertThat(relay.gate().parkedCount()).isZero();
    assertThat(relay.reader().counts().entries()).isEqualTo(2);
  }

  @Test
  void proofOfAForkIsCheckedAndEndsTheLog() {
    TestLog branch = log.branchAfter(1);
    VerifiedEntry one = log.update("b", create);
    VerifiedEntry other = branch.update("c", create);
    relay.replicate(create, one);
    EncodedForkProof proof = new EncodedForkProof(other.entry().encoded(), one.entry().encoded());
    EncodedForkProof nothing =
        new EncodedForkProof(create.entry().encoded(), one.entry().encoded());
    PeerPageResult result =
        relay.replicate(
            new PeerPage(List.of(), List.of(nothing, proof), DocumentChoice.EVERYTHING, null));
    assertThat(result.refusedProofs()).isEqualTo(1);
    assertThat(StoreDigest.proofs(relay.reader(), TargetSet.EVERYTHING)).hasSize(1);
    assertThat(relay.reader().counts().entries()).isEqualTo(1);
  }

  @Test
  void proofAloneIsKeptBeforeAnyEntryOfTheLog() {
    TestLog branch = log.branchAfter(1);
    VerifiedEntry one = log.update("b", create);
    VerifiedEntry other = branch.update("c", create);
    EncodedForkProof proof = new EncodedForkProof(other.entry().encoded(), one.entry().encoded());
    CompletableFuture<Boolean> arrival =
        relay
            .signal()
            .arrival(
                TargetSet.EVERYTHING, new ReplicationCursor(relay.reader().storeId(), 0), 60_000);
    relay.replicate(
        new PeerPage(
            TestRelay.encoded(List.of(create, one)),
            List.of(proof),
            DocumentChoice.EVERYTHING,
            null));
    assertThat(arrival).isCompletedWithValue(true);
    assertThat(relay.reader().counts()).isEqualTo(new StoreCounts(1, 1, 1));
    assertThat(StoreDigest.proofs(relay.reader(), TargetSet.EVERYTHING)).hasSize(1);
  }

  @Test
  void cursorOfAPeerIsKeptWithItsPage() {
    PeerPage.Progress progress =
        new PeerPage.Progress("http://peer.example/graphql", TargetSet.EVERYTHING, "far");
    relay.replicate(
        new PeerPage(
            TestRelay.encoded(log.entries()), List.of(), DocumentChoice.EVERYTHING, progress));
    assertThat(relay.store().peerCursors().cursor(progress.peer(), TargetSet.EVERYTHING))
        .contains("far");
    assertThat(
            relay
                .store()
                .peerCursors()
                .cursor(progress.peer(), TargetSet.ofSchemas(List.of(SchemaId.BLOB))))
        .isEmpty();
  }

  @Test
  void failedTransactionLeavesNothingAndTheGateGoesOn() throws SQLException {
    VerifiedEntry parked = new TestLog(TestAuthor.named("other"), 0).update("waits", create);
    relay.replicate(parked);
    refuseInserts("NEW.seq_num = (2 - 9223372036854775807 - 1)");
    VerifiedEntry update = log.update("b", create);
    PeerPage page =
        new PeerPage(
            TestRelay.encoded(log.entries()),
            List.of(),
            DocumentChoice.EVERYTHING,
            new PeerPage.Progress("http://peer.example/graphql", TargetSet.EVERYTHING, "far"));
    assertThatThrownBy(() -> relay.replicate(page)).hasCauseInstanceOf(StorageException.class);
    assertThat(relay.reader().counts()).isEqualTo(new StoreCounts(0, 0, 0));
    assertThat(relay.reader().entryByHash(create.hash())).isEmpty();
    assertThat(
            relay.store().peerCursors().cursor("http://peer.example/graphql", TargetSet.EVERYTHING))
        .isEmpty();
    assertThat(relay.gate().parkedCount()).isEqualTo(1);

    execute("DROP TRIGGER refuse");
    assertThat(relay.replicate(create, update)).hasOnlyElementsOfType(IngestResult.Accepted.class);
    assertThat(relay.reader().counts()).isEqualTo(new StoreCounts(3, 2, 2));
    assertThat(relay.gate().parkedCount()).isZero();
  }

  @Test
  void onlyTheCauseOfAFailureFails() throws SQLException {
    VerifiedEntry bad = new TestLog(author, 77).create("bad");
    refuseInserts("NEW.hash = x'" + bad.hash().toString().substring(4) + "'");
    List<CompletableFuture<PublishResult>> good = new ArrayList<>();
    CompletableFuture<PublishResult> failed = null;
    for (int i = 0; i < 50; i++) {
      good.add(relay.gate().publish(TestRelay.encoded(new TestLog(author, i).create("good" + i))));
      if (i == 25) {
        failed = relay.gate().publish(TestRelay.encoded(bad));
      }
    }
    for (CompletableFuture<PublishResult> each : good) {
      assertThat(each.join()).isInstanceOf(PublishResult.Stored.class);
    }
    assertThatThrownBy(failed::join).hasCauseInstanceOf(StorageException.class);
    assertThat(relay.reader().counts()).isEqualTo(new StoreCounts(50, 50, 1));
  }

  private void refuseInserts(String when) throws SQLException {
    execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON entries WHEN "
            + when
            + " BEGIN SELECT RAISE(ABORT, 'refused by the test'); END");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("bambusa.sqlite"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void nothingAppearsBehindACursorWhileManyPublish() {
    int writers = 8;
    int each = 40;
    List<CompletableFuture<Void>> publishing = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      TestLog own = new TestLog(TestAuthor.named("writer" + i), 0);
      VerifiedEntry tip = own.create("a");
      for (int k = 1; k < each; k++) {
        tip = own.update("b" + k, tip);
      }
      publishing.add(CompletableFuture.runAsync(() -> publishAll(own)));
    }
    List<Hash> seen = new ArrayList<>();
    @Nullable ReplicationCursor cursor = null;
    while (seen.size() < writers * each) {
      FeedPage page =
          relay.reader().entriesSince(cursor, TargetSet.EVERYTHING, new PageLimits(13, 1 << 20));
      page.entries().forEach(entry -> seen.add(Hash.of(entry.entry().bytes())));
      cursor = page.endCursor();
      if (!page.hasNextPage() && seen.size() < writers * each) {
        assertThat(relay.signal().arrival(TargetSet.EVERYTHING, cursor, 30_000).join()).isTrue();
      }
    }
    publishing.forEach(CompletableFuture::join);
    Set<Hash> once = new HashSet<>(seen);
    assertThat(once).hasSize(writers * each);
    assertThat(seen)
        .isEqualTo(
            StoreDigest.feed(relay.reader(), TargetSet.EVERYTHING, 1_000).stream()
                .map(entry -> Hash.of(entry.entry().bytes()))
                .toList());
  }

  private void publishAll(TestLog own) {
    for (VerifiedEntry entry : own.entries()) {
      assertThat(relay.publish(entry)).isInstanceOf(PublishResult.Stored.class);
    }
  }

  @Test
  void closingStoresWhatIsInside() {
    List<CompletableFuture<PublishResult>> results = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      results.add(relay.gate().publish(TestRelay.encoded(new TestLog(author, i).create("a" + i))));
    }
    relay.gate().close();
    assertThat(results)
        .allSatisfy(
            result ->
                assertThat(result)
                    .isCompletedWithValueMatching(PublishResult.Stored.class::isInstance));
    assertThat(relay.publish(create)).isInstanceOf(PublishResult.Busy.class);
  }
}
