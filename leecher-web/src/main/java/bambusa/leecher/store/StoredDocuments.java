package bambusa.leecher.store;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.document.BadGraphException;
import bambusa.document.Document;
import bambusa.document.OperationOrder;
import bambusa.document.PublishedOperation;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.Standing;
import bambusa.log.EntryDecoder;
import bambusa.log.LogPosition;
import bambusa.operation.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * Documents as their stored operations make them: kept ones and forked ones, which count in their
 * document (replication.md 7). May wait for the database.
 */
public final class StoredDocuments {

  private final LeecherStore store;
  private final Directory directory;
  private final EntryDecoder entryDecoder = new EntryDecoder();

  public StoredDocuments(LeecherStore store) {
    this.store = store;
    this.directory = store.directory();
  }

  /** A document as it is now. */
  public Document document(DocumentFact fact) throws BadGraphException {
    EntryTable entries = directory.entries();
    List<PublishedOperation> operations = new ArrayList<>();
    for (int number : entriesOf(fact)) {
      operations.add(
          new PublishedOperation(
              entries.hash(number),
              directory.log(entries.logNumber(number)).key().author(),
              StoredFacts.decode(store.reader().read(number))));
    }
    return Document.of(operations, OperationOrder.CAUSAL);
  }

  /** As of now: while the database is waited for, more come. */
  private List<Integer> entriesOf(DocumentFact fact) {
    List<Integer> numbers = new ArrayList<>();
    for (StoredLog log : directory.logsOf(fact)) {
      if (log.fork() == null) {
        for (int seqNum = 1; seqNum <= log.height(); seqNum++) {
          numbers.add(log.entry(seqNum));
        }
      } else {
        for (int number : directory.entriesOf(List.of(log))) {
          if (directory.entries().standing(number) != Standing.EVIDENCE) {
            numbers.add(number);
          }
        }
      }
    }
    return numbers;
  }

  /** A stored operation and where its entry stands. */
  public record Placed(LogPosition position, Standing standing, Operation operation) {}

  /** A stored operation by its id. */
  public Placed operation(Hash operationId) {
    int number = directory.entries().find(operationId);
    EncodedEntryAndOperation stored = store.reader().read(number);
    try {
      return new Placed(
          entryDecoder.decode(stored.entry()).position(),
          directory.entries().standing(number),
          StoredFacts.decode(stored));
    } catch (MalformedException e) {
      throw new StorageException("a stored entry is damaged", e);
    }
  }
}
