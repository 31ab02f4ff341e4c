package bambusa.relay.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.crypto.Hash;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.IngestResult;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.log.SeqNum;
import bambusa.operation.DocumentId;
import bambusa.operation.SchemaId;
import bambusa.relay.storage.EntryReader;
import bambusa.relay.storage.FeedPage;
import bambusa.relay.storage.LogHeight;
import bambusa.relay.storage.LogHeightsPage;
import bambusa.relay.storage.LogWindow;
import bambusa.relay.storage.LogWindowsPage;
import bambusa.relay.storage.PageLimits;
import bambusa.relay.storage.ReplicationCursor;
import bambusa.relay.storage.SharedDocuments;
import bambusa.relay.storage.SqlStore;
import bambusa.relay.storage.StoreCounts;
import bambusa.relay.storage.StoredEntry;
import bambusa.replication.TargetSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store must answer. */
abstract class QueryContract {

  private static final PageLimits ALL = new PageLimits(1_000, Long.MAX_VALUE);

  private final TestAuthor author = TestAuthor.named("author");
  private final TestAuthor other = TestAuthor.named("other");

  /** Opens a store of that name, an empty one when it is opened for the first time. */
  abstract SqlStore open(String name);

  private TestRelay relay(String name) {
    return new TestRelay(open(name));
  }

  /** Two documents of one author, the first continued by another; then a blob piece. */
  private final class World {

    final TestLog first = new TestLog(author, 0);
    final TestLog second = new TestLog(author, 1);
    final TestLog answers = new TestLog(other, 0);
    final TestLog pieces = new TestLog(other, 1);
    final VerifiedEntry created = first.create("first");
    final VerifiedEntry updated = first.update("more", created);
    final VerifiedEntry answer = answers.update("answer", updated);
    final VerifiedEntry secondCreated = second.create("second");
    final VerifiedEntry piece = pieces.append(BlobPieces.create("piece"));
    final VerifiedEntry last = first.update("last", answer);

    List<VerifiedEntry> all() {
      return List.of(created, updated, answer, secondCreated, piece, last);
    }
  }

  private static List<Hash> hashes(List<EncodedEntryAndOperation> entries) {
    return entries.stream().map(entry -> Hash.of(entry.entry().bytes())).toList();
  }

  private static List<Hash> hashesOf(VerifiedEntry... entries) {
    return List.of(entries).stream().map(VerifiedEntry::hash).toList();
  }

  private static List<Hash> feed(TestRelay relay, TargetSet target) {
    return hashes(StoreDigest.feed(relay.reader(), target, 2));
  }

  @Test
  void targetSetChoosesWholeDocuments() {
    World world = new World();
    try (TestRelay relay = relay("targets")) {
      relay.replicate(world.all());
      DocumentId first = new DocumentId(world.created.hash());
      assertThat(feed(relay, TargetSet.EVERYTHING))
          .isEqualTo(world.all().stream().map(VerifiedEntry::hash).toList());
      assertThat(feed(relay, TargetSet.ofSchemas(List.of(SchemaId.BLOB_PIECE))))
          .isEqualTo(hashesOf(world.piece));
      assertThat(
              feed(
                  relay,
                  TargetSet.ofSchemas(
                      List.of(SchemaId.SCHEMA_FIELD_DEFINITION, SchemaId.BLOB_PIECE))))
          .hasSize(6);
      assertThat(feed(relay, new TargetSet(null, List.of(author.publicKey()), null)))
          .isEqualTo(
              hashesOf(
                  world.created, world.updated, world.answer, world.secondCreated, world.last));
      assertThat(feed(relay, new TargetSet(null, null, List.of(first))))
          .isEqualTo(hashesOf(world.created, world.updated, world.answer, world.last));
      assertThat(
              feed(
                  relay,
                  new TargetSet(List.of(SchemaId.BLOB_PIECE), List.of(author.publicKey()), null)))
          .isEmpty();
      assertThat(feed(relay, TargetSet.ofSchemas(List.of(SchemaId.BLOB)))).isEmpty();
      assertThat(feed(relay, TargetSet.ofSchemas(List.of()))).isEmpty();
      assertThat(StoreDigest.heights(relay.reader(), new TargetSet(null, null, List.of(first))))
          .containsExactly(
              new LogHeight(world.answers.key(), new SeqNum(1)),
              new LogHeight(world.first.key(), new SeqNum(3)));
    }
  }

  @Test
  void remainingIsWhatFollowsThePage() {
    TestLog log = new TestLog(author, 0);
    VerifiedEntry tip = log.create("a");
    List<TargetSet> targets =
        List.of(
            TargetSet.EVERYTHING,
            TargetSet.ofSchemas(List.of(SchemaId.SCHEMA_FIELD_DEFINITION)),
            new TargetSet(null, List.of(author.publicKey()), null));
    try (TestRelay relay = relay("remaining")) {
      for (int i = 0; i < 19; i++) {
        tip = log.update("b" + i, tip);
      }
      relay.replicate(log.entries());
      for (TargetSet target : targets) {
        FeedPage page = relay.reader().entriesSince(null, target, new PageLimits(6, 1 << 20));
        long before = relay.reader().counts().entries();
        assertThat(page.remaining()).isEqualTo(before - 6);
        relay.replicate(new TestLog(author, before).create("later"));
        FeedPage next =
            relay.reader().entriesSince(page.endCursor(), target, new PageLimits(6, 1 << 20));
        assertThat(next.remaining()).isEqualTo(before - 12 + 1);
        // Asked again, and from a place nobody came to before, it is the same.
        assertThat(
                relay.reader().entriesSince(page.endCursor(), target, new PageLimits(7, 1 << 20)))
            .extracting(FeedPage::remaining)
            .isEqualTo(before - 12);
        FeedPage rest = relay.reader().entriesSince(next.endCursor(), target, ALL);
        assertThat(rest.remaining()).isZero();
        assertThat(rest.hasNextPage()).isFalse();
        assertThat(rest.entries()).hasSize((int) before - 12 + 1);
      }
    }
  }

  @Test
  void pageIsCutByBytesButNeverEmptyForIt() {
    World world = new World();
    try (TestRelay relay = relay("bytes")) {
      relay.replicate(world.all());
      FeedPage one = relay.reader().entriesSince(null, TargetSet.EVERYTHING, new PageLimits(9, 1));
      assertThat(one.entries()).hasSize(1);
      assertThat(one.hasNextPage()).isTrue();
      assertThat(one.remaining()).isEqualTo(5);
      EncodedEntryAndOperation first = one.entries().get(0);
      long size = first.entry().size() + first.operation().size();
      assertThat(
              relay
                  .reader()
                  .entriesSince(null, TargetSet.EVERYTHING, new PageLimits(9, 2 * size + 200))
                  .entries())
          .hasSize(2);
      FeedPage none = relay.reader().entriesSince(null, TargetSet.EVERYTHING, new PageLimits(0, 9));
      assertThat(none.entries()).isEmpty();
      assertThat(none.hasNextPage()).isTrue();
      assertThat(none.endCursor().arrival()).isZero();
    }
  }

  @Test
  void cursorOfAnotherStoreMeansFromTheStart() {
    World world = new World();
    try (TestRelay relay = relay("one");
        TestRelay another = relay("two")) {
      relay.replicate(world.all());
      another.replicate(world.created);
      EntryReader reader = relay.reader();
      ReplicationCursor foreign =
          another.reader().entriesSince(null, TargetSet.EVERYTHING, ALL).endCursor();
      FeedPage page = reader.entriesSince(foreign, TargetSet.EVERYTHING, ALL);
      assertThat(page.reset()).isTrue();
      assertThat(page.entries()).hasSize(6);
      LogHeightsPage heights = reader.logHeights(foreign, TargetSet.EVERYTHING, 10);
      assertThat(heights.reset()).isTrue();
      assertThat(heights.heights()).hasSize(4);
      // As after an older copy of the store was put in place.
      ReplicationCursor future = new ReplicationCursor(reader.storeId(), 1_000);
      assertThat(reader.entriesSince(future, TargetSet.EVERYTHING, ALL).reset()).isTrue();
      FeedPage end = reader.entriesSince(page.endCursor(), TargetSet.EVERYTHING, ALL);
      assertThat(end.isEmpty()).isTrue();
      assertThat(end.reset()).isFalse();
      assertThat(end.endCursor()).isEqualTo(page.endCursor());
    }
  }

  @Test
  void finishedRoundOfHeightsContinuesWithTheFeed() {
    World world = new World();
    try (TestRelay relay = relay("round")) {
      relay.replicate(world.all());
      EntryReader reader = relay.reader();
      LogHeightsPage page = reader.logHeights(null, TargetSet.EVERYTHING, 2);
      assertThat(page.hasNextPage()).isTrue();
      // A log that grows meanwhile moves to the end.
      VerifiedEntry grown = world.second.update("grown", world.secondCreated);
      relay.replicate(grown);
      LogHeightsPage rest = reader.logHeights(page.endCursor(), TargetSet.EVERYTHING, 9);
      assertThat(rest.hasNextPage()).isFalse();
      assertThat(rest.heights())
          .endsWith(new LogHeight(world.second.key(), new SeqNum(2)))
          .hasSize(3);
      assertThat(reader.entriesSince(rest.endCursor(), TargetSet.EVERYTHING, ALL).isEmpty())
          .isTrue();
      VerifiedEntry next = world.second.update("next", grown);
      relay.replicate(next);
      assertThat(hashes(reader.entriesSince(rest.endCursor(), TargetSet.EVERYTHING, ALL).entries()))
          .isEqualTo(hashesOf(next));
    }
  }

  @Test
  void windowsAreMergedInOrderOfArrival() {
    World world = new World();
    try (TestRelay relay = relay("windows");
        TestRelay copy = relay("copy")) {
      relay.replicate(world.all());
      List<LogWindow> windows =
          List.of(
              new LogWindow(world.answers.key(), null),
              new LogWindow(world.first.key(), new SeqNum(1)),
              new LogWindow(new LogKey(other.publicKey(), new LogId(99)), null));
      LogWindowsPage page = relay.reader().entriesFromLogs(windows, ALL);
      assertThat(page.complete()).isTrue();
      assertThat(hashes(page.entries()))
          .isEqualTo(hashesOf(world.updated, world.answer, world.last));
      copy.replicate(world.created);
      assertThat(copy.replicate(page(page.entries())).entries())
          .hasOnlyElementsOfType(IngestResult.Accepted.class);
      LogWindowsPage cut = relay.reader().entriesFromLogs(windows, new PageLimits(2, 1 << 20));
      assertThat(cut.complete()).isFalse();
      assertThat(cut.entries()).isEqualTo(page.entries().subList(0, 2));
    }
  }

  private static PeerPage page(List<EncodedEntryAndOperation> entries) {
    return new PeerPage(entries, List.of(), document -> true, null);
  }

  @Test
  void windowOfALongLogIsWhole() {
    TestLog log = new TestLog(author, 0);
    VerifiedEntry tip = log.create("a");
    for (int i = 0; i < 99; i++) {
      tip = log.update("b" + i, tip);
    }
    try (TestRelay relay = relay("long")) {
      relay.replicate(log.entries());
      EntryReader reader = relay.reader();
      List<LogWindow> window = List.of(new LogWindow(log.key(), null));
      assertThat(hashes(reader.entriesFromLogs(window, ALL).entries()))
          .isEqualTo(log.entries().stream().map(VerifiedEntry::hash).toList());
      assertThat(reader.entriesFromLogs(window, new PageLimits(100, 1 << 20)).complete()).isTrue();
      assertThat(reader.entriesNewerThan(log.key(), new SeqNum(95), 3))
          .extracting(stored -> stored.position().seqNum().value())
          .containsExactly(96L, 97L, 98L);
      assertThat(reader.entriesNewerThan(log.key(), null, 1_000)).hasSize(100);
      assertThat(reader.entriesNewerThan(log.key(), new SeqNum(-1), 1_000)).isEmpty();
    }
  }

  @Test
  void certificatePoolIsTheWayBackNewestFirst() {
    TestLog log = new TestLog(author, 0);
    VerifiedEntry tip = log.create("a");
    for (int i = 0; i < 22; i++) {
      tip = log.update("b" + i, tip);
    }
    try (TestRelay relay = relay("pool")) {
      relay.replicate(log.entries());
      List<byte[]> wanted = new ArrayList<>();
      for (int seqNum : new int[] {22, 21, 17, 13, 4, 1}) {
        wanted.add(log.entries().get(seqNum - 1).entry().encoded().bytes());
      }
      LogPosition position = new LogPosition(log.key(), new SeqNum(23));
      assertThat(relay.reader().certificatePool(position))
          .extracting(entry -> entry.bytes())
          .containsExactlyElementsOf(wanted);
      assertThat(relay.reader().certificatePool(new LogPosition(log.key(), SeqNum.FIRST)))
          .isEmpty();
    }
  }

  @Test
  void forkTakesItsBranchesOutOfEverythingButForkedOperationsByHash() {
    TestLog log = new TestLog(author, 0);
    VerifiedEntry create = log.create("a");
    TestLog branch = log.branchAfter(1);
    VerifiedEntry needed = log.update("b", create);
    VerifiedEntry unneeded = log.update("c", needed);
    VerifiedEntry answer = new TestLog(other, 0).update("d", needed);
    VerifiedEntry contradiction = branch.update("e", create);
    try (TestRelay relay = relay("fork")) {
      relay.replicate(create, needed, unneeded, answer);
      EntryReader reader = relay.reader();
      FeedPage before = reader.entriesSince(null, TargetSet.EVERYTHING, ALL);
      assertThat(before.forkProofs()).isEmpty();
      relay.replicate(contradiction);

      FeedPage news = reader.entriesSince(before.endCursor(), TargetSet.EVERYTHING, ALL);
      assertThat(news.entries()).isEmpty();
      assertThat(news.forkProofs()).hasSize(1);
      assertThat(news.forkProofs().get(0).seqNum()).isEqualTo(new SeqNum(2));
      assertThat(news.endCursor().arrival()).isGreaterThan(before.endCursor().arrival());
      assertThat(reader.logHeights(before.endCursor(), TargetSet.EVERYTHING, 5).forkProofs())
          .isEqualTo(news.forkProofs());
      assertThat(feed(relay, TargetSet.EVERYTHING)).isEqualTo(hashesOf(create, answer));
      assertThat(reader.entryByHash(needed.hash())).isPresent();
      assertThat(reader.entryByHash(unneeded.hash())).isEmpty();
      assertThat(reader.entryByHash(contradiction.hash())).isEmpty();
      assertThat(reader.entryAt(needed.entry().position())).isEmpty();
      assertThat(reader.entriesNewerThan(log.key(), null, 9)).hasSize(1);
      assertThat(reader.counts()).isEqualTo(new StoreCounts(2, 2, 2));
    }
  }

  @Test
  void logForkedAtItsStartIsNoLogAnyMore() {
    TestLog log = new TestLog(author, 0);
    VerifiedEntry one = log.create("a");
    VerifiedEntry two = new TestLog(author, 0).create("b");
    try (TestRelay relay = relay("start")) {
      relay.replicate(one, two);
      assertThat(relay.reader().counts()).isEqualTo(new StoreCounts(0, 0, 0));
      assertThat(relay.reader().schemaIds()).isEmpty();
      assertThat(StoreDigest.heights(relay.reader(), TargetSet.EVERYTHING)).isEmpty();
      assertThat(StoreDigest.proofs(relay.reader(), TargetSet.EVERYTHING)).hasSize(1);
      // Nobody can say which document it was meant for, so whoever asks for some is told.
      TargetSet others = TargetSet.ofSchemas(List.of(SchemaId.BLOB));
      assertThat(StoreDigest.proofs(relay.reader(), others)).hasSize(1);
    }
  }

  @Test
  void whatIsNotSharedDoesNotExist() {
    World world = new World();
    SharedDocuments shared = new SharedDocuments(List.of(SchemaId.BLOB_PIECE), null);
    try (TestRelay relay = relay("shared")) {
      relay.replicate(world.all());
      EntryReader reader = relay.store().reader(shared);
      assertThat(hashes(StoreDigest.feed(reader, TargetSet.EVERYTHING, 2)))
          .isEqualTo(hashesOf(world.piece));
      assertThat(reader.entriesSince(null, TargetSet.EVERYTHING, new PageLimits(0, 1)).remaining())
          .isEqualTo(1);
      TargetSet hidden = new TargetSet(null, null, List.of(new DocumentId(world.created.hash())));
      assertThat(StoreDigest.feed(reader, hidden, 2)).isEmpty();
      assertThat(reader.entryByHash(world.created.hash())).isEmpty();
      assertThat(reader.entryByHash(world.piece.hash())).isPresent();
      assertThat(reader.entryAt(world.created.entry().position())).isEmpty();
      assertThat(reader.certificatePool(world.updated.entry().position())).isEmpty();
      assertThat(reader.entriesNewerThan(world.first.key(), null, 9)).isEmpty();
      assertThat(StoreDigest.heights(reader, TargetSet.EVERYTHING))
          .containsExactly(new LogHeight(world.pieces.key(), SeqNum.FIRST));
      assertThat(
              reader
                  .entriesFromLogs(List.of(new LogWindow(world.first.key(), null)), ALL)
                  .entries())
          .isEmpty();
      assertThat(reader.schemaIds()).containsExactly(SchemaId.BLOB_PIECE);
    }
  }

  @Test
  void allowedApplicationSchemaSharesDefinitionsToo() throws Exception {
    World world = new World();
    SchemaId application = SchemaId.parse("chat_" + "0020" + "ab".repeat(32));
    SharedDocuments shared = new SharedDocuments(List.of(application), List.of(other.publicKey()));
    try (TestRelay relay = relay("definitions")) {
      relay.replicate(world.all());
      EntryReader reader = relay.store().reader(shared);
      assertThat(reader.schemaIds()).containsExactly(SchemaId.SCHEMA_FIELD_DEFINITION);
      assertThat(StoreDigest.feed(reader, TargetSet.EVERYTHING, 2)).hasSize(5);
    }
  }

  @Test
  void entryIsServedAsItWasReceived() {
    World world = new World();
    try (TestRelay relay = relay("bytes-kept")) {
      relay.replicate(world.all());
      for (VerifiedEntry entry : world.all()) {
        @Nullable StoredEntry stored = relay.reader().entryByHash(entry.hash()).orElse(null);
        assertThat(stored)
            .isEqualTo(new StoredEntry(entry.entry().position(), TestRelay.encoded(entry)));
        assertThat(relay.reader().entryAt(entry.entry().position())).contains(stored);
      }
    }
  }
}
