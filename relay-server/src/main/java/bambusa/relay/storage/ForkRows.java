package bambusa.relay.storage;

import bambusa.crypto.Hash;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.Fork;
import bambusa.ingest.ForkProof;
import bambusa.ingest.Standing;
import bambusa.operation.DocumentId;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** Writes that a log was forked (replication.md 7): what was kept behind the fork is no longer. */
final class ForkRows {

  /** Whether any operation of a document that counts is a DELETE, by the two ways to find them. */
  private static final String HAS_DELETE =
      """
      SELECT COUNT(*) FROM (
        SELECT e.arrival FROM logs l JOIN entries e ON e.log_key = l.log_key AND e.standing = 0
        WHERE l.document_key = ? AND e.action = 2
        UNION ALL
        SELECT e.arrival FROM entries e
        WHERE e.document_key = ? AND e.standing <> 0 AND e.standing = 1 AND e.action = 2
      ) deletes
      """;

  private static final String NEWEST =
      "SELECT arrival FROM entries WHERE log_key = ? AND seq_num = ? AND standing = 0";

  private final Statements statements;
  private final RowKeys keys;
  private final LogHeads heads;
  private final NodeRow node;

  ForkRows(Statements statements, RowKeys keys, LogHeads heads, NodeRow node) {
    this.statements = statements;
    this.keys = keys;
    this.heads = heads;
    this.node = node;
  }

  /** The caller forgets what it remembers of entries afterwards. */
  void write(Fork fork) throws SQLException {
    ForkProof proof = fork.proof();
    LogHead head = heads.change(proof.logKey());
    // Now, because rows of entries and of the proof refer to it.
    heads.flush();
    statements.update("DELETE FROM fork_proofs WHERE log_key = ?", head.logKey);
    statements.update(
        "INSERT INTO fork_proofs (arrival, log_key, seq_num, first, second) VALUES (?, ?, ?, ?, ?)",
        node.arrive(),
        head.logKey,
        Columns.ofUnsigned(proof.seqNum().value()),
        proof.first().encoded().bytes(),
        proof.second().encoded().bytes());
    node.countFork();
    for (Map.Entry<Hash, Standing> changed : fork.standings().entrySet()) {
      stand(changed.getKey(), changed.getValue());
    }
    end(heads.change(proof.logKey()), proof);
    DocumentFact document = head.document;
    if (document != null) {
      deleted(document.documentId());
    }
  }

  /** Evidence that a kept entry needs now counts in its document. */
  void promote(Hash operationId) throws SQLException {
    stand(operationId, Standing.FORKED);
    statements.update(
        """
        UPDATE documents SET deleted = 1
        WHERE document_key = (SELECT document_key FROM entries WHERE hash = ? AND action = 2)
        """,
        (Object) Columns.ofHash(operationId));
  }

  private void stand(Hash operationId, Standing standing) throws SQLException {
    byte[] hash = Columns.ofHash(operationId);
    Optional<Long> keptIn =
        statements.first(
            "SELECT schema_key FROM entries WHERE hash = ? AND standing = 0",
            row -> row.getLong(1),
            hash);
    statements.update(
        "UPDATE entries SET standing = ? WHERE hash = ?", Columns.ofStanding(standing), hash);
    if (keptIn.isPresent()) {
      node.countEntries(keptIn.get(), -1);
    }
  }

  private void end(LogHead head, ForkProof proof) throws SQLException {
    long end = proof.seqNum().value() - 1;
    head.fork = proof;
    if (Long.compareUnsigned(head.height, end) <= 0) {
      return;
    }
    head.height = end;
    head.newest = null;
    head.newestArrival = statements.number(NEWEST, head.logKey, Columns.ofUnsigned(end));
    if (end == 0) {
      node.countLogs(head.authorKey, -1);
    }
  }

  private void deleted(DocumentId documentId) throws SQLException {
    Optional<Long> documentKey = keys.knownDocument(documentId);
    if (documentKey.isPresent()) {
      long deletes = statements.number(HAS_DELETE, documentKey.get(), documentKey.get());
      statements.update(
          "UPDATE documents SET deleted = ? WHERE document_key = ?",
          deletes == 0 ? 0 : 1,
          documentKey.get());
    }
  }
}
