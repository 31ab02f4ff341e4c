package bambusa.leecher.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.TestAuthor;
import bambusa.bytes.ByteWriter;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.ingest.AcceptedEntry;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.Fork;
import bambusa.ingest.ForkProof;
import bambusa.ingest.Standing;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.operation.Action;
import bambusa.operation.DocumentId;
import bambusa.operation.SchemaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The directory, as it is changed and as it is read back from what was written meanwhile. */
final class DirectoryTest {

  private static final TestAuthor AUTHOR = TestAuthor.named("directory");

  private final Directory directory = new Directory();
  private final List<byte[]> records = new ArrayList<>();
  private int segments;

  @Test
  void everythingIsReadBackFromTheRecords() throws MalformedException {
    TestLog log = new TestLog(AUTHOR, -1);
    VerifiedEntry first = log.create("a");
    VerifiedEntry second = log.update("b", first);
    page(first, second);
    page(log.delete(second));
    page(new TestLog(TestAuthor.named("other"), 7).create("c"));

    Directory read = readBack();
    for (Directory both : List.of(directory, read)) {
      assertThat(both.entryCount()).isEqualTo(4);
      assertThat(both.logCount()).isEqualTo(2);
      assertThat(both.authorCount()).isEqualTo(2);
      assertThat(both.schemaIds()).containsExactly(SchemaId.SCHEMA_FIELD_DEFINITION);
      StoredLog stored = both.log(new LogKey(AUTHOR.publicKey(), new LogId(-1)));
      assertThat(stored.height()).isEqualTo(3);
      assertThat(stored.document()).isEqualTo(document(first));
      assertThat(both.hashAt(stored.key(), 2)).isEqualTo(second.hash());
      assertThat(both.hashAt(stored.key(), 4)).isNull();
      assertThat(both.actionAt(stored, 3)).isEqualTo(Action.DELETE);
      assertThat(both.operation(second.hash()).document()).isEqualTo(document(first));
      assertThat(both.operation(Hash.of(new byte[0]))).isNull();
      assertThat(both.logsByNewestChange().get(0).key().logId()).isEqualTo(new LogId(7));
    }
    assertPlacesAreEqual(read);
  }

  @Test
  void recordsMergedIntoOneReadTheSame() throws MalformedException {
    TestLog log = new TestLog(AUTHOR, 3);
    VerifiedEntry last = log.create("a");
    page(last);
    for (int i = 0; i < 50; i++) {
      last = log.update("b" + i, last);
      page(last);
    }
    ByteWriter steps = new ByteWriter();
    for (byte[] record : records) {
      steps.bytes(PageRecordReader.steps(record));
    }
    byte[] places = new ByteWriter().varU64(99).varU64(51).toBytes();
    Directory merged = new Directory();
    PageRecordReader.read(PageRecord.join(1, places, steps.toBytes()), merged);

    assertThat(merged.entryCount()).isEqualTo(51);
    assertThat(merged.hashAt(last.entry().logKey(), 51)).isEqualTo(last.hash());
    assertThat(merged.entries().segment(50)).isEqualTo(99);
    assertThat(merged.entries().index(50)).isEqualTo(50);
  }

  @Test
  void forkEndsTheLogAndStaysWhenReadBack() throws MalformedException {
    TestLog log = new TestLog(AUTHOR, 0);
    VerifiedEntry first = log.create("a");
    VerifiedEntry second = log.update("b", first);
    VerifiedEntry other = log.branchAfter(1).update("c", first);
    page(first, second);
    ForkProof proof = ForkProof.stored(second.entry(), other.entry());
    PageRecord record = new PageRecord(directory);
    record.fork(new Fork(proof, Map.of(second.hash(), Standing.EVIDENCE)));
    records.add(record.toBytes());

    for (Directory both : List.of(directory, readBack())) {
      StoredLog stored = both.log(first.entry().logKey());
      assertThat(stored.height()).isEqualTo(1);
      assertThat(stored.fork()).isEqualTo(proof);
      assertThat(both.hashAt(stored.key(), 2)).isNull();
      assertThat(both.operation(second.hash()).standing()).isEqualTo(Standing.EVIDENCE);
      assertThat(both.forks()).containsExactly(proof);
    }
  }

  @Test
  void droppedDocumentIsGoneWithItsLogsAndComesBackUnderAnotherNumber() throws MalformedException {
    TestLog log = new TestLog(AUTHOR, 0);
    VerifiedEntry first = log.create("a");
    VerifiedEntry second = log.update("b", first);
    VerifiedEntry kept = new TestLog(TestAuthor.named("other"), 7).create("c");
    page(first, second, kept);
    drop(0);

    for (Directory both : List.of(directory, readBack())) {
      assertThat(both.log(first.entry().logKey())).isNull();
      assertThat(both.operation(second.hash())).isNull();
      assertThat(both.operation(kept.hash())).isNotNull();
      assertThat(both.documentOfEntry(1)).isEqualTo(-1);
      assertThat(both.documentOfEntry(2)).isEqualTo(1);
      assertThat(both.authorCount()).isEqualTo(1);
      assertThat(both.logCount()).isEqualTo(1);
      assertThat(both.droppedEntryCount()).isEqualTo(2);
      assertThat(both.logsByNewestChange()).hasSize(1);
    }

    page(first, second);
    for (Directory both : List.of(directory, readBack())) {
      assertThat(both.hashAt(first.entry().logKey(), 2)).isEqualTo(second.hash());
      assertThat(both.documentNumber(document(first))).isEqualTo(2);
      assertThat(both.authorCount()).isEqualTo(2);
      assertThat(both.isHeld(0)).isFalse();
    }
  }

  @Test
  void forkOfADroppedLogStaysKnown() throws MalformedException {
    TestLog log = new TestLog(AUTHOR, 0);
    VerifiedEntry first = log.create("a");
    VerifiedEntry second = log.update("b", first);
    page(first, second);
    ForkProof proof =
        ForkProof.stored(second.entry(), log.branchAfter(1).update("c", first).entry());
    PageRecord record = new PageRecord(directory);
    record.fork(new Fork(proof, Map.of(second.hash(), Standing.EVIDENCE)));
    records.add(record.toBytes());
    drop(0);

    for (Directory both : List.of(directory, readBack())) {
      assertThat(both.forks()).containsExactly(proof);
      assertThat(both.log(first.entry().logKey()).height()).isZero();
      assertThat(both.operation(first.hash())).isNull();
    }
  }

  private void drop(int document) {
    PageRecord record = new PageRecord(directory);
    record.drop(List.of(document));
    records.add(record.toBytes());
  }

  @Test
  void thousandsOfEntriesAreFoundByHash() {
    EntryTable table = new EntryTable();
    List<Hash> hashes = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      Hash hash = Hash.of(new ByteWriter().bigEndian(i, 4).toBytes());
      hashes.add(hash);
      table.add(hash, i % 7, Action.UPDATE, Standing.KEPT);
    }
    for (int i = 0; i < hashes.size(); i++) {
      assertThat(table.find(hashes.get(i))).isEqualTo(i);
      assertThat(table.hash(i)).isEqualTo(hashes.get(i));
      assertThat(table.logNumber(i)).isEqualTo(i % 7);
    }
    assertThat(table.find(Hash.of(new byte[1]))).isEqualTo(EntryTable.NONE);
  }

  @Test
  void damagedRecordIsMalformedOrARecord() throws MalformedException {
    TestLog log = new TestLog(AUTHOR, 0);
    page(log.create("a"));
    byte[] record = records.get(0);
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = record.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      try {
        PageRecordReader.read(damaged, new Directory());
      } catch (MalformedException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
    assertThatThrownBy(() -> PageRecordReader.read(new byte[] {0, 77}, new Directory()))
        .isInstanceOf(MalformedException.class);
  }

  private void page(VerifiedEntry... entries) {
    PageRecord record = new PageRecord(directory);
    for (VerifiedEntry entry : entries) {
      DocumentFact document =
          entry
              .operation()
              .previous()
              .map(previous -> directory.operation(previous.operationIds().get(0)).document())
              .orElseGet(() -> document(entry));
      record.accept(new AcceptedEntry(entry, document, Standing.KEPT));
    }
    record.place(segments, entries.length);
    segments++;
    records.add(record.toBytes());
  }

  private static DocumentFact document(VerifiedEntry created) {
    return new DocumentFact(
        new DocumentId(created.hash()), created.entry().author(), created.operation().schemaId());
  }

  private Directory readBack() throws MalformedException {
    Directory read = new Directory();
    for (byte[] record : records) {
      PageRecordReader.read(record, read);
    }
    return read;
  }

  private void assertPlacesAreEqual(Directory read) {
    for (int i = 0; i < directory.entryCount(); i++) {
      assertThat(read.entries().segment(i)).isEqualTo(directory.entries().segment(i));
      assertThat(read.entries().index(i)).isEqualTo(directory.entries().index(i));
    }
  }
}
