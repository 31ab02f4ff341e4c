package bambusa.leecher.store;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.FactSource;
import bambusa.ingest.Facts;
import bambusa.ingest.GraphNode;
import bambusa.ingest.LogFact;
import bambusa.ingest.Needs;
import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.operation.DocumentId;
import bambusa.operation.DocumentViewId;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;
import bambusa.operation.OperationDecoder;
import bambusa.operation.SchemaId;
import bambusa.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells ingest what is stored. Nearly everything is in the directory; only definitions of schemas
 * and forks need the bytes of entries.
 */
public final class StoredFacts implements FactSource {

  private final LeecherStore store;
  private final Directory directory;
  private final EntryDecoder entryDecoder = new EntryDecoder();

  public StoredFacts(LeecherStore store) {
    this.store = store;
    this.directory = store.directory();
  }

  @Override
  public void load(Needs needs, Facts facts) {
    for (LogKey key : needs.logs()) {
      StoredLog log = directory.log(key);
      facts.log(key, log == null ? LogFact.EMPTY : log.fact());
    }
    for (LogPosition position : needs.hashes()) {
      facts.hashAt(position, directory.hashAt(position.log(), position.seqNum().value()));
    }
    for (Hash operationId : needs.operations()) {
      facts.operation(operationId, directory.operation(operationId));
    }
    for (SchemaId schemaId : needs.schemas()) {
      Schema schema = store.schema(schemaId);
      if (schema != null) {
        facts.schema(schema);
      }
    }
    for (Hash operationId : needs.definitions()) {
      facts.definition(operationId, operation(operationId));
    }
    for (LogPosition position : needs.entries()) {
      facts.entryAt(position, entryAt(position));
    }
    for (DocumentId documentId : needs.graphs()) {
      facts.graph(documentId, graph(documentId));
    }
    if (!needs.deletions().isEmpty() || !needs.authorLogs().isEmpty()) {
      throw new IllegalStateException("a leecher does not publish");
    }
  }

  /** A stored operation, or null. */
  public @Nullable Operation operation(Hash operationId) {
    EncodedEntryAndOperation stored = store.entry(operationId);
    return stored == null ? null : decode(stored);
  }

  private Entry entryAt(LogPosition position) {
    StoredLog log = directory.log(position.log());
    if (log == null || !log.holds(position.seqNum().value())) {
      throw new IllegalStateException("no entry is stored at " + position);
    }
    return decodeEntry(store.entryAt(log, position.seqNum()));
  }

  private List<GraphNode> graph(DocumentId documentId) {
    DocumentFact document = directory.document(documentId);
    List<GraphNode> nodes = new ArrayList<>();
    for (int number : directory.entriesOf(directory.logsOf(document))) {
      EncodedEntryAndOperation stored = store.reader().read(number);
      Entry entry = decodeEntry(stored);
      List<Hash> previous =
          decode(stored).previous().map(DocumentViewId::operationIds).orElse(List.of());
      nodes.add(
          new GraphNode(
              entry.hash(), entry.position(), previous, directory.entries().standing(number)));
    }
    return nodes;
  }

  private Entry decodeEntry(EncodedEntryAndOperation stored) {
    try {
      return entryDecoder.decode(stored.entry());
    } catch (MalformedException e) {
      throw new StorageException("a stored entry is damaged", e);
    }
  }

  private static Operation decode(EncodedEntryAndOperation stored) {
    EncodedOperation operation = stored.operation();
    if (operation == null) {
      throw new StorageException("a stored entry has no operation");
    }
    try {
      return OperationDecoder.decode(operation);
    } catch (MalformedException e) {
      throw new StorageException("a stored operation is damaged", e);
    }
  }
}
