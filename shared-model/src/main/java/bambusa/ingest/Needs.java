package bambusa.ingest;

import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.operation.DocumentId;
import bambusa.operation.SchemaId;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Step 3 of ingest: the stored facts that decide a batch and are not known yet. The edge looks each
 * up and tells {@link Facts}, also when there is nothing.
 */
public final class Needs {

  final Set<LogKey> logs = new LinkedHashSet<>();
  final Set<LogPosition> hashes = new LinkedHashSet<>();
  final Set<Hash> operations = new LinkedHashSet<>();
  final Set<SchemaId> schemas = new LinkedHashSet<>();
  final Set<Hash> definitions = new LinkedHashSet<>();
  final Set<LogPosition> entries = new LinkedHashSet<>();
  final Set<DocumentId> graphs = new LinkedHashSet<>();
  final Set<DocumentId> deletions = new LinkedHashSet<>();
  final Set<AuthorDocument> authorLogs = new LinkedHashSet<>();

  /** An author and a document he may write to. */
  public record AuthorDocument(PublicKey author, DocumentId documentId) {}

  Needs() {}

  public boolean isEmpty() {
    return logs.isEmpty()
        && hashes.isEmpty()
        && operations.isEmpty()
        && schemas.isEmpty()
        && definitions.isEmpty()
        && entries.isEmpty()
        && graphs.isEmpty()
        && deletions.isEmpty()
        && authorLogs.isEmpty();
  }

  /** Answered by {@link Facts#log}. */
  public Set<LogKey> logs() {
    return logs;
  }

  /** Positions of kept entries, answered by {@link Facts#hashAt}. */
  public Set<LogPosition> hashes() {
    return hashes;
  }

  /** Answered by {@link Facts#operation}, whatever the standing. */
  public Set<Hash> operations() {
    return operations;
  }

  /**
   * Schemas the edge may have resolved before; answered by {@link Facts#schema} if so, else left
   * out.
   */
  public Set<SchemaId> schemas() {
    return schemas;
  }

  /** Operations that define schemas, whole; answered by {@link Facts#definition}. */
  public Set<Hash> definitions() {
    return definitions;
  }

  /** Stored entries that are contradicted, whole; answered by {@link Facts#entryAt}. */
  public Set<LogPosition> entries() {
    return entries;
  }

  /** Documents that a fork touches, answered by {@link Facts#graph}. */
  public Set<DocumentId> graphs() {
    return graphs;
  }

  /** Publishing: whether documents are deleted; answered by {@link Facts#deleted}. */
  public Set<DocumentId> deletions() {
    return deletions;
  }

  /** Publishing: which logs an author has for a document; answered by {@link Facts#authorLogs}. */
  public Set<AuthorDocument> authorLogs() {
    return authorLogs;
  }
}
