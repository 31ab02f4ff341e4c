package bambusa.leecher.store;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.document.SchemaResolver;
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
import bambusa.schema.SchemaResolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    if (!needs.deletions().isEmpty() || !needs.authorLogs().isEmpty()) {
      throw new IllegalStateException("a leecher does not publish");
    }
    lookUp(needs, facts);
    for (Hash operationId : needs.definitions()) {
      facts.definition(operationId, operation(operationId));
    }
    for (LogPosition position : needs.entries()) {
      facts.entryAt(position, entryAt(position));
    }
    for (DocumentId documentId : needs.graphs()) {
      facts.graph(documentId, graph(documentId));
    }
  }

  private void lookUp(Needs needs, Facts facts) {
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
  }

  /**
   * The schema of an id, as far as stored operations tell. What the resolver misses is loaded
   * between its runs and not by it: if it could wait, so could whatever else calls it, and code
   * that can wait takes several times the room in the browser.
   */
  public SchemaResolution resolve(SchemaId schemaId) {
    Map<Hash, Operation> loaded = new HashMap<>();
    SchemaResolution resolution = SchemaResolver.resolve(schemaId, loaded::get);
    while (resolution instanceof SchemaResolution.Missing missing
        && load(missing.operationIds(), loaded)) {
      resolution = SchemaResolver.resolve(schemaId, loaded::get);
    }
    return resolution;
  }

  /** Whether any of the operations is stored. */
  private boolean load(Set<Hash> operationIds, Map<Hash, Operation> loaded) {
    int before = loaded.size();
    for (Hash operationId : operationIds) {
      Operation operation = operation(operationId);
      if (operation != null) {
        loaded.put(operationId, operation);
      }
    }
    return loaded.size() > before;
  }

  /** A stored operation, or null. */
  private @Nullable Operation operation(Hash operationId) {
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

  static Operation decode(EncodedEntryAndOperation stored) {
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
