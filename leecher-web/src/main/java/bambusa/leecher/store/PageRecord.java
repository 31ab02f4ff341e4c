package bambusa.leecher.store;

import bambusa.bytes.ByteWriter;
import bambusa.bytes.Utf8;
import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.ingest.AcceptedEntry;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.Fork;
import bambusa.ingest.ForkProof;
import bambusa.ingest.Standing;
import bambusa.log.Entry;
import bambusa.log.LogKey;
import bambusa.operation.Action;
import bambusa.operation.SchemaId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction changes in the directory, under construction: every step changes the
 * directory at once and is written down. {@link PageRecordReader} reads it.
 *
 * <pre>
 * segments v | segments × (segment v | count v)   where the record's entries lie, in their order
 * then steps, each with a byte for its kind:
 * AUTHOR    32 bytes
 * SCHEMA    length v | UTF-8
 * DOCUMENT  34 bytes | author v | schema v
 * LOG       author v | log id v
 * CONTENT   log v | document v                    the document whose operations a log holds
 * ENTRY     34 bytes | log v | action | standing  kept ones are the next of their log
 * STANDING  entry v | standing
 * FORK      log v | length v | entry | length v | entry
 * DROP      documents v | documents × document v       these and their logs are gone
 * </pre>
 */
final class PageRecord {

  static final int AUTHOR = 1;
  static final int SCHEMA = 2;
  static final int DOCUMENT = 3;
  static final int LOG = 4;
  static final int CONTENT = 5;
  static final int ENTRY = 6;
  static final int STANDING = 7;
  static final int FORK = 8;
  static final int DROP = 9;

  private final Directory directory;
  private final ByteWriter places = new ByteWriter();
  private final ByteWriter out = new ByteWriter();
  private int segments;

  PageRecord(Directory directory) {
    this.directory = directory;
  }

  boolean isEmpty() {
    return out.size() == 0;
  }

  byte[] toBytes() {
    return join(segments, places.toBytes(), out.toBytes());
  }

  /** A record of its parts; the steps of several records one behind the other are steps again. */
  static byte[] join(int segments, byte[] places, byte[] steps) {
    return new ByteWriter(places.length + steps.length + 4)
        .varU64(segments)
        .bytes(places)
        .bytes(steps)
        .toBytes();
  }

  void accept(AcceptedEntry accepted) {
    Entry entry = accepted.entry().entry();
    StoredLog log = log(entry.logKey());
    if (log.document() == null) {
      int document = document(accepted.document());
      out.octet(CONTENT).varU64(log.number()).varU64(document);
      directory.holds(log, accepted.document());
    }
    Action action = accepted.entry().operation().action();
    out.octet(ENTRY).bytes(entry.hash().bytes()).varU64(log.number());
    out.octet(EntryMarks.number(action)).octet(EntryMarks.number(accepted.standing()));
    directory.addEntry(entry.hash(), log, action, accepted.standing());
  }

  void place(int segment, int count) {
    segments++;
    places.varU64(segment).varU64(count);
    directory.entries().place(segment, count);
  }

  void fork(Fork fork) {
    ForkProof proof = fork.proof();
    StoredLog log = log(proof.logKey());
    byte[] first = proof.first().encoded().bytes();
    byte[] second = proof.second().encoded().bytes();
    out.octet(FORK).varU64(log.number());
    out.varU64(first.length).bytes(first).varU64(second.length).bytes(second);
    directory.fork(log, proof);
    for (Map.Entry<Hash, Standing> changed : fork.standings().entrySet()) {
      stand(changed.getKey(), changed.getValue());
    }
  }

  void stand(Hash operationId, Standing standing) {
    int entry = directory.entries().find(operationId);
    out.octet(STANDING).varU64(entry).octet(EntryMarks.number(standing));
    directory.entries().stand(entry, standing);
  }

  void drop(List<Integer> documents) {
    out.octet(DROP).varU64(documents.size());
    for (int document : documents) {
      out.varU64(document);
    }
    directory.drop(documents);
  }

  private StoredLog log(LogKey key) {
    StoredLog known = directory.log(key);
    if (known != null) {
      return known;
    }
    int author = author(key.author());
    out.octet(LOG).varU64(author).varU64(key.logId().value());
    return directory.add(key);
  }

  private int author(PublicKey author) {
    @Nullable Integer known = directory.number(author);
    if (known != null) {
      return known;
    }
    out.octet(AUTHOR).bytes(author.bytes());
    return directory.add(author);
  }

  private int document(DocumentFact document) {
    @Nullable Integer known = directory.number(document);
    if (known != null) {
      return known;
    }
    int owner = author(document.owner());
    int schema = schema(document.schemaId());
    out.octet(DOCUMENT).bytes(document.documentId().operationId().bytes());
    out.varU64(owner).varU64(schema);
    return directory.add(document);
  }

  private int schema(SchemaId schemaId) {
    @Nullable Integer known = directory.number(schemaId);
    if (known != null) {
      return known;
    }
    byte[] text = Utf8.encode(schemaId.toString());
    out.octet(SCHEMA).varU64(text.length).bytes(text);
    return directory.add(schemaId);
  }
}
