package bambusa.ingest;

import bambusa.TestAuthor;
import bambusa.crypto.Hash;
import bambusa.log.Entry;
import bambusa.log.EntryEncoder;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.log.SeqNum;
import bambusa.log.Skiplink;
import bambusa.operation.DocumentViewId;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;
import bambusa.operation.OperationEncoder;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A log of really signed entries, growing in memory; can be forked into branches. */
public final class TestLog {

  private final TestAuthor author;
  private final LogId logId;
  private final List<VerifiedEntry> entries = new ArrayList<>();

  public TestLog(TestAuthor author, long logId) {
    this.author = author;
    this.logId = new LogId(logId);
  }

  /** A second log of the same name that begins with the first entries of this one. */
  public TestLog branchAfter(int entryCount) {
    TestLog branch = new TestLog(author, logId.value());
    branch.entries.addAll(entries.subList(0, entryCount));
    return branch;
  }

  public VerifiedEntry append(Operation operation) {
    SeqNum seqNum = new SeqNum(entries.size() + 1L);
    Hash backlink = seqNum.isFirst() ? null : hashAt(entries.size());
    Hash skiplink =
        Skiplink.isEncoded(seqNum) ? hashAt((int) Skiplink.target(seqNum.value())) : null;
    VerifiedEntry entry =
        sign(new EntryEncoder.Place(logId, seqNum, skiplink, backlink), operation);
    entries.add(entry);
    return entry;
  }

  /** An entry of this author at any place, not appended. */
  public VerifiedEntry sign(EntryEncoder.Place place, Operation operation) {
    EncodedOperation encoded = OperationEncoder.encode(operation);
    Entry entry = EntryEncoder.sign(author, place, encoded.bytes());
    return new VerifiedEntry(new DecodedEntry(entry, operation, encoded));
  }

  /** A document of the one schema that tests may use without defining it. */
  public VerifiedEntry create(String name) {
    return append(
        Operation.create(
            SchemaId.SCHEMA_FIELD_DEFINITION,
            Map.of("name", new PlainValue.Str(name), "type", new PlainValue.Str("str"))));
  }

  /** The definition of a schema of one field. */
  public static Operation definition(String name, VerifiedEntry field) {
    return Operation.create(
        SchemaId.SCHEMA_DEFINITION,
        Map.of(
            "name",
            new PlainValue.Str(name),
            "description",
            new PlainValue.Str("of a test"),
            "fields",
            new PlainValue.HashLists(List.of(List.of(field.hash())))));
  }

  public VerifiedEntry update(String name, VerifiedEntry... previous) {
    return append(
        Operation.update(
            SchemaId.SCHEMA_FIELD_DEFINITION,
            view(previous),
            Map.of("name", new PlainValue.Str(name))));
  }

  public VerifiedEntry delete(VerifiedEntry... previous) {
    return append(Operation.delete(SchemaId.SCHEMA_FIELD_DEFINITION, view(previous)));
  }

  private static DocumentViewId view(VerifiedEntry... previous) {
    List<Hash> ids = new ArrayList<>();
    for (VerifiedEntry entry : previous) {
      ids.add(entry.hash());
    }
    ids.sort(null);
    return new DocumentViewId(ids);
  }

  private Hash hashAt(int seqNum) {
    return entries.get(seqNum - 1).hash();
  }

  public List<VerifiedEntry> entries() {
    return List.copyOf(entries);
  }

  public LogKey key() {
    return new LogKey(author.publicKey(), logId);
  }
}
