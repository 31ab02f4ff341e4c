package bambusa.leecher.store;

import bambusa.bytes.ByteReader;
import bambusa.bytes.MalformedException;
import bambusa.bytes.Utf8;
import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.ForkProof;
import bambusa.ingest.Standing;
import bambusa.log.EncodedEntry;
import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.operation.Action;
import bambusa.operation.DocumentId;
import bambusa.operation.SchemaId;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link PageRecord} wrote and brings the directory to where it was. */
final class PageRecordReader {

  private final Directory directory;
  private final ByteReader in;
  private final EntryDecoder entryDecoder = new EntryDecoder();

  private PageRecordReader(Directory directory, byte[] record) {
    this.directory = directory;
    this.in = new ByteReader(record);
  }

  /**
   * @throws MalformedException when the record is not what was written
   */
  static void read(byte[] record, Directory directory) throws MalformedException {
    PageRecordReader reader = new PageRecordReader(directory, record);
    int[] places = reader.places();
    while (reader.in.remaining() > 0) {
      reader.step();
    }
    for (int i = 0; i < places.length; i += 2) {
      if (places[i + 1] > directory.entryCount() - directory.entries().placed()) {
        throw new MalformedException("expected as many entries as segment " + places[i] + " holds");
      }
      directory.entries().place(places[i], places[i + 1]);
    }
  }

  /** The segments of a record: number and count of each in turn. */
  static int[] places(byte[] record) throws MalformedException {
    return new PageRecordReader(new Directory(), record).places();
  }

  /** The steps of a record, as bytes. */
  static byte[] steps(byte[] record) throws MalformedException {
    ByteReader in = new ByteReader(record);
    for (long segments = in.varU64(); segments > 0; segments--) {
      in.varU64();
      in.varU64();
    }
    return in.bytes(in.remaining());
  }

  private int[] places() throws MalformedException {
    int[] places = new int[2 * number(in.remaining())];
    for (int i = 0; i < places.length; i++) {
      places[i] = number(EntryTable.MAX_SEGMENTS);
    }
    return places;
  }

  private void step() throws MalformedException {
    int kind = in.octet();
    switch (kind) {
      case PageRecord.AUTHOR -> directory.add(PublicKey.fromBytes(in.bytes(PublicKey.SIZE)));
      case PageRecord.SCHEMA ->
          directory.add(SchemaId.parse(Utf8.decode(in.bytes(number(Integer.MAX_VALUE)))));
      case PageRecord.DOCUMENT -> document();
      case PageRecord.LOG -> log();
      case PageRecord.CONTENT ->
          directory.holds(
              directory.log(number(directory.numberedLogs())),
              directory.document(number(directory.documentCount())));
      case PageRecord.ENTRY -> entry();
      case PageRecord.STANDING ->
          directory.entries().stand(number(directory.entryCount()), standing());
      case PageRecord.FORK -> fork();
      case PageRecord.DROP -> drop();
      default -> throw new MalformedException("expected a step of a page record, got " + kind);
    }
  }

  private void document() throws MalformedException {
    Hash operationId = hash();
    PublicKey owner = directory.author(number(directory.numberedAuthors()));
    SchemaId schemaId = directory.schemaId(number(directory.numberedSchemas()));
    directory.add(new DocumentFact(new DocumentId(operationId), owner, schemaId));
  }

  private void log() throws MalformedException {
    PublicKey author = directory.author(number(directory.numberedAuthors()));
    directory.add(new LogKey(author, new LogId(in.varU64())));
  }

  private void entry() throws MalformedException {
    Hash hash = hash();
    StoredLog log = directory.log(number(directory.numberedLogs()));
    Action action = EntryMarks.action(in.octet());
    directory.addEntry(hash, log, action, standing());
  }

  private void fork() throws MalformedException {
    StoredLog log = directory.log(number(directory.numberedLogs()));
    Entry first = forkedEntry();
    Entry second = forkedEntry();
    directory.fork(log, ForkProof.stored(first, second));
  }

  private void drop() throws MalformedException {
    List<Integer> documents = new ArrayList<>();
    for (int count = number(directory.documentCount() + 1); count > 0; count--) {
      documents.add(number(directory.documentCount()));
    }
    directory.drop(documents);
  }

  private Entry forkedEntry() throws MalformedException {
    return entryDecoder.decode(new EncodedEntry(in.bytes(number(EncodedEntry.MAX_SIZE + 1))));
  }

  private Hash hash() throws MalformedException {
    return Hash.fromBytes(in.bytes(Hash.SIZE));
  }

  private Standing standing() throws MalformedException {
    return EntryMarks.standing(in.octet());
  }

  /** A number below a limit. */
  private int number(int limit) throws MalformedException {
    long value = in.varU64();
    if (Long.compareUnsigned(value, limit) >= 0) {
      throw new MalformedException(
          "expected a number below " + limit + ", got " + Long.toUnsignedString(value));
    }
    return (int) value;
  }
}
