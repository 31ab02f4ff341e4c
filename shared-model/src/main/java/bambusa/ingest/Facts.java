package bambusa.ingest;

import bambusa.crypto.Hash;
import bambusa.log.Entry;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.operation.DocumentId;
import bambusa.operation.Operation;
import bambusa.operation.SchemaId;
import bambusa.schema.Schema;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the edge found in its store for one batch. Filled once per fact, read by the decision;
 * serves one thread.
 */
public final class Facts {

  final Map<LogKey, LogFact> logs = new HashMap<>();
  final Map<LogPosition, @Nullable Hash> hashes = new HashMap<>();
  final Map<Hash, @Nullable OperationFact> operations = new HashMap<>();
  final Map<SchemaId, Schema> schemas = new HashMap<>();
  final Set<SchemaId> askedSchemas = new HashSet<>();
  final Map<Hash, @Nullable Operation> definitions = new HashMap<>();
  final Map<LogPosition, Entry> entries = new HashMap<>();
  final Map<DocumentId, List<GraphNode>> graphs = new HashMap<>();
  final Map<DocumentId, Boolean> deletions = new HashMap<>();
  final Map<Needs.AuthorDocument, List<LogId>> authorLogs = new HashMap<>();

  /** {@link LogFact#EMPTY} for a log of which nothing is known. */
  public void log(LogKey log, LogFact fact) {
    logs.put(log, fact);
  }

  public void hashAt(LogPosition position, @Nullable Hash hash) {
    hashes.put(position, hash);
  }

  public void operation(Hash operationId, @Nullable OperationFact fact) {
    operations.put(operationId, fact);
  }

  /**
   * A schema the edge resolved before. Ids name their definitions by hash, so it is good for ever.
   */
  public void schema(Schema schema) {
    schemas.put(schema.id(), schema);
  }

  public void definition(Hash operationId, @Nullable Operation operation) {
    definitions.put(operationId, operation);
  }

  public void entryAt(LogPosition position, Entry entry) {
    entries.put(position, entry);
  }

  /** All stored operations of a document, of every standing. */
  public void graph(DocumentId documentId, List<GraphNode> nodes) {
    graphs.put(documentId, List.copyOf(nodes));
  }

  /** Whether any kept or forked operation of the document is a DELETE. */
  public void deleted(DocumentId documentId, boolean deleted) {
    deletions.put(documentId, deleted);
  }

  /** The logs of an author that hold operations of a document and were not forked, lowest first. */
  public void authorLogs(Needs.AuthorDocument of, List<LogId> logIds) {
    authorLogs.put(of, List.copyOf(logIds));
  }
}
