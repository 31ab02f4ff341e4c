package bambusa.bench;

import bambusa.crypto.Hash;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.Entry;
import bambusa.log.EntryEncoder;
import bambusa.log.LogId;
import bambusa.log.SeqNum;
import bambusa.log.Skiplink;
import bambusa.operation.DocumentViewId;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;
import bambusa.operation.OperationEncoder;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import bambusa.relay.signing.BouncyCastleSigner;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Really signed entries in an order in which they can be ingested: many logs grow side by side,
 * each a document that its author changes again and again. The same on every run.
 */
public final class Corpus {

  /** So many logs grow at a time. */
  private static final int SIDE_BY_SIDE = 64;

  private final List<EncodedEntryAndOperation> entries = new ArrayList<>();

  /**
   * How the entries are spread.
   *
   * @param entries in all
   * @param authors who write them in turn
   * @param entriesPerLog length of each log
   */
  public record Shape(int entries, int authors, int entriesPerLog) {}

  private static final class GrowingLog {

    final BouncyCastleSigner author;
    final LogId logId;
    final List<Hash> hashes = new ArrayList<>();

    GrowingLog(BouncyCastleSigner author, long logId) {
      this.author = author;
      this.logId = new LogId(logId);
    }

    EncodedEntryAndOperation grow() {
      SeqNum seqNum = new SeqNum(hashes.size() + 1L);
      Hash backlink = seqNum.isFirst() ? null : hashAt(seqNum.value() - 1);
      Hash skiplink = Skiplink.isEncoded(seqNum) ? hashAt(Skiplink.target(seqNum.value())) : null;
      EncodedOperation operation = OperationEncoder.encode(operation(backlink));
      EntryEncoder.Place place = new EntryEncoder.Place(logId, seqNum, skiplink, backlink);
      Entry entry = EntryEncoder.sign(author, place, operation.bytes());
      hashes.add(entry.hash());
      return new EncodedEntryAndOperation(entry.encoded(), operation);
    }

    private Operation operation(@Nullable Hash backlink) {
      PlainValue name = new PlainValue.Str("field_" + hashes.size());
      return backlink == null
          ? Operation.create(
              SchemaId.SCHEMA_FIELD_DEFINITION,
              Map.of("name", name, "type", new PlainValue.Str("str")))
          : Operation.update(
              SchemaId.SCHEMA_FIELD_DEFINITION, DocumentViewId.of(backlink), Map.of("name", name));
    }

    private Hash hashAt(long seqNum) {
      return hashes.get((int) seqNum - 1);
    }
  }

  private Corpus() {}

  /** Signs a corpus, which takes about 0.1 ms per entry. */
  public static Corpus sign(Shape shape) {
    Corpus corpus = new Corpus();
    List<BouncyCastleSigner> authors = new ArrayList<>();
    for (int i = 0; i < shape.authors(); i++) {
      byte[] seed = ByteBuffer.allocate(BouncyCastleSigner.SEED_SIZE).putInt(i).array();
      authors.add(BouncyCastleSigner.ofSeed(seed));
    }
    int begun = 0;
    List<GrowingLog> growing = new ArrayList<>();
    while (corpus.entries.size() < shape.entries()) {
      while (growing.size() < SIDE_BY_SIDE) {
        growing.add(new GrowingLog(authors.get(begun % authors.size()), begun / authors.size()));
        begun++;
      }
      growing.forEach(log -> corpus.entries.add(log.grow()));
      growing.removeIf(log -> log.hashes.size() == shape.entriesPerLog());
    }
    return corpus;
  }

  /** All entries. */
  public List<EncodedEntryAndOperation> entries() {
    return List.copyOf(entries);
  }

  /** All entries in pages. */
  public List<List<EncodedEntryAndOperation>> pages(int pageSize) {
    List<List<EncodedEntryAndOperation>> pages = new ArrayList<>();
    for (int from = 0; from < entries.size(); from += pageSize) {
      int until = Math.min(from + pageSize, entries.size());
      pages.add(List.copyOf(entries.subList(from, until)));
    }
    return pages;
  }
}
