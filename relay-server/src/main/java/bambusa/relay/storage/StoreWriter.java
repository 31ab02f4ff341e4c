package bambusa.relay.storage;

import bambusa.crypto.Hash;
import bambusa.ingest.AcceptedEntry;
import bambusa.ingest.Decision;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.FactSource;
import bambusa.ingest.Facts;
import bambusa.ingest.Fork;
import bambusa.ingest.Ingest;
import bambusa.ingest.Needs;
import bambusa.ingest.NextArgs;
import bambusa.ingest.Standing;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.Entry;
import bambusa.log.LogPosition;
import bambusa.log.SeqNum;
import bambusa.operation.Action;
import bambusa.replication.TargetSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes what ingest decided, many decisions to a transaction. Nobody but the one thread that
 * ingests may use it.
 *
 * <p>{@link #begin}, then facts are looked up and decisions written in turn, then {@link #commit}
 * or {@link #rollBack}. When any of them throws, the transaction must be rolled back.
 */
public final class StoreWriter implements FactSource {

  private static final String INSERT =
      """
      INSERT INTO entries
        (arrival, hash, log_key, seq_num, document_key, schema_key, action, standing, entry, operation)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final WriterConnection connection;
  private final Statements statements;
  private final RowKeys keys;
  private final NodeRow node;
  private final LogHeads heads;
  private final StoredFacts facts;
  private final ForkRows forks;
  private final Set<DocumentFact> written = new HashSet<>();
  private boolean unknownForked;
  private boolean mustForget;
  private long arrivalBefore;
  private Stored stored = (before, newest) -> {};

  /** Told of what was committed. */
  interface Stored {
    void between(long before, long newest);
  }

  StoreWriter(WriterConnection connection) throws SQLException {
    this.connection = connection;
    this.statements = connection.statements();
    this.keys = new RowKeys(statements);
    this.node = new NodeRow(statements);
    this.heads = new LogHeads(statements, keys);
    this.facts = new StoredFacts(statements, keys, heads, connection.lookUpsAtOnce());
    this.forks = new ForkRows(statements, keys, heads, node);
  }

  /** From now on, whom to tell. */
  void tell(Stored listener) {
    stored = listener;
  }

  /**
   * Begins a transaction. From here on nobody else can write until it ends, in this relay or in
   * another one that shares the store.
   */
  public void begin() {
    try {
      connection.begin();
      keys.begin();
      heads.begin();
      facts.begin();
      if (node.lock(connection.lockRow()) || mustForget) {
        // Others have written, or what was written here was taken back.
        heads.forget();
        if (node.hasForks()) {
          facts.forgetOperations();
        }
        keys.reload();
        mustForget = false;
      }
      arrivalBefore = node.newestArrival();
    } catch (SQLException e) {
      throw failed("begin a transaction", e);
    }
  }

  /**
   * Looks up together what many entries will need that are then published one by one, where asking
   * the database once for all is faster than once for each.
   */
  public void foresee(List<VerifiedEntry> entries) {
    if (connection.lookUpsAtOnce() == 1 || entries.size() < 2) {
      return;
    }
    Ingest.foresee(entries, this);
    try {
      facts.foresee(entries);
    } catch (SQLException e) {
      throw failed("look up what entries stand on", e);
    }
  }

  @Override
  public void load(Needs needs, Facts into) {
    facts.load(needs, into);
  }

  /** Writes all of a decision: fork, promoted, accepted. */
  public void write(Decision decision) {
    try {
      for (Fork fork : decision.forks()) {
        write(fork);
      }
      for (Hash promoted : decision.promoted()) {
        forks.promote(promoted);
      }
      if (!decision.promoted().isEmpty()) {
        facts.forgetOperations();
      }
      for (AcceptedEntry accepted : decision.accepted()) {
        write(accepted);
      }
      decision.schemas().forEach(facts::remember);
    } catch (SQLException e) {
      throw failed("write entries", e);
    }
  }

  private void write(Fork fork) throws SQLException {
    forks.write(fork);
    Optional<LogHead> head = heads.find(fork.proof().logKey());
    DocumentFact document = head.isPresent() ? head.get().document : null;
    if (document == null || fork.proof().seqNum().isFirst()) {
      // Its other branch may be of any document.
      unknownForked = true;
    } else {
      written.add(document);
    }
    facts.forgetOperations();
  }

  private void write(AcceptedEntry accepted) throws SQLException {
    Entry entry = accepted.entry().entry();
    DocumentFact document = accepted.document();
    Action action = accepted.entry().operation().action();
    LogHead head = heads.change(entry.logKey());
    long documentKey = keys.document(document);
    long schemaKey = keys.schema(document.schemaId());
    long arrival = node.arrive();
    statements.queue(
        INSERT,
        arrival,
        Columns.ofHash(entry.hash()),
        head.logKey,
        Columns.ofUnsigned(entry.seqNum().value()),
        documentKey,
        schemaKey,
        Columns.ofAction(action),
        Columns.ofStanding(accepted.standing()),
        entry.encoded().bytes(),
        accepted.entry().decoded().encodedOperation().bytes());
    if (action == Action.DELETE && accepted.standing() != Standing.EVIDENCE) {
      statements.update("UPDATE documents SET deleted = 1 WHERE document_key = ?", documentKey);
    }
    if (accepted.standing() == Standing.KEPT) {
      grow(head, accepted, arrival);
      node.countEntries(schemaKey, 1);
      written.add(document);
    }
    facts.remember(accepted);
  }

  private void grow(LogHead head, AcceptedEntry accepted, long arrival) throws SQLException {
    if (head.height == 0) {
      node.countLogs(head.authorKey, 1);
    }
    heads.hold(head, accepted.document());
    head.height = accepted.entry().entry().seqNum().value();
    head.newest = accepted.entry().hash();
    head.newestArrival = arrival;
  }

  /** What must be signed into the entry after a kept one, in the same log. */
  public NextArgs nextArgs(Entry kept) {
    try {
      Optional<SeqNum> skiplink = NextArgs.skiplinkTarget(kept.seqNum());
      Hash target =
          skiplink.isPresent()
              ? facts.hashAt(new LogPosition(kept.logKey(), skiplink.get()))
              : null;
      return NextArgs.after(kept.logId(), kept.seqNum(), kept.hash(), target);
    } catch (SQLException e) {
      throw failed("look up next args", e);
    }
  }

  /** Keeps how far this node has come with a peer; the cursor is the peer's. */
  public void keepCursor(String peer, TargetSet target, String cursor) {
    try {
      statements.update(
          """
          INSERT INTO peer_cursors (peer, target_set, cursor) VALUES (?, ?, ?)
          ON CONFLICT (peer, target_set) DO UPDATE SET cursor = excluded.cursor
          """,
          peer,
          target.toString(),
          cursor);
    } catch (SQLException e) {
      throw failed("keep a peer's cursor", e);
    }
  }

  /** Ends the transaction; when it returns, everything is on disk. */
  public Committed commit() {
    try {
      heads.flush();
      node.flush();
      connection.commit(node.newestArrival() > arrivalBefore);
    } catch (SQLException e) {
      throw failed("commit", e);
    }
    Committed committed = new Committed(node.newestArrival(), written, unknownForked);
    stored.between(arrivalBefore, node.newestArrival());
    clearWritten();
    return committed;
  }

  /** Takes back everything since {@link #begin}; nothing of it is remembered. */
  public void rollBack() {
    connection.rollBack();
    clearWritten();
    facts.forget();
    keys.forget();
    mustForget = true;
  }

  private void clearWritten() {
    written.clear();
    unknownForked = false;
  }

  private static StorageException failed(String what, SQLException cause) {
    return SqlFailure.of("the store cannot " + what, cause);
  }
}
