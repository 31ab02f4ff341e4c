package bambusa.relay.storage;

import bambusa.crypto.Hash;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.SchemaId;
import bambusa.replication.TargetSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells all that one state of a store keeps of a target set, so that it can be ingested again. */
final class StoreExport {

  private static final int PAGE = 1_000;
  private static final long PAGE_BYTES = 4L << 20;

  private static final String OPERATION_BEHIND_FORK =
      "SELECT arrival, entry, operation FROM entries WHERE hash = ?";

  private final Snapshot snapshot;
  private final TargetSet target;
  private final ExportSink sink;

  /** What stands behind forks and defines schemas of kept entries. */
  private final Map<SchemaId, Set<Hash>> definitions;

  /** Operations behind forks that kept entries stand on and that were not told yet. */
  private final Set<Hash> untold;

  private record Found(long arrival, EncodedEntryAndOperation encoded) {}

  private StoreExport(Snapshot snapshot, TargetSet target, ExportSink sink) throws SQLException {
    this.snapshot = snapshot;
    this.target = target;
    this.sink = sink;
    this.untold =
        new HashSet<>(
            snapshot
                .statements()
                .all(
                    "SELECT hash FROM entries WHERE standing = 1",
                    row -> Columns.hash(row.getBytes(1))));
    this.definitions = DefinitionsBehindForks.bySchema(snapshot);
    definitions.values().forEach(untold::addAll);
  }

  static void run(Snapshot snapshot, TargetSet target, ExportSink sink) throws SQLException {
    try {
      new StoreExport(snapshot, target, sink).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() throws SQLException, IOException {
    List<ProofQueries.Arrived> proofs = proofs();
    sink.begin(snapshot.storeId(), count(), proofs.size());
    for (ProofQueries.Arrived proof : proofs) {
      sink.forkProof(proof.proof());
    }
    FeedQuery feed = new FeedQuery(new RemainingCounts());
    PageLimits limits = new PageLimits(PAGE, PAGE_BYTES);
    @Nullable ReplicationCursor after = null;
    FeedPage page;
    do {
      page = feed.page(snapshot, after, target, limits);
      for (EncodedEntryAndOperation entry : page.entries()) {
        sink.entries(together(entry));
      }
      after = page.endCursor();
    } while (page.hasNextPage());
  }

  private List<ProofQueries.Arrived> proofs() throws SQLException {
    return ProofQueries.between(
        snapshot, snapshot.select(target), 0, snapshot.newestArrival(), Integer.MAX_VALUE);
  }

  private long count() throws SQLException {
    String sql =
        """
        SELECT COUNT(*) FROM logs l JOIN entries e ON e.log_key = l.log_key AND e.standing = 0
        WHERE %s
        """
            .formatted(snapshot.select(target).condition("l"));
    return snapshot.statements().number(sql) + untold.size();
  }

  /** With the forked operations that it stands on, each behind what it stands on itself. */
  private List<EncodedEntryAndOperation> together(EncodedEntryAndOperation kept)
      throws SQLException {
    if (untold.isEmpty()) {
      return List.of(kept);
    }
    TreeMap<Long, EncodedEntryAndOperation> forked = new TreeMap<>();
    Deque<EncodedEntryAndOperation> open = new ArrayDeque<>(List.of(kept));
    while (!open.isEmpty()) {
      for (Hash operationId : causes(open.pop())) {
        if (untold.remove(operationId)) {
          Found found = behindFork(operationId);
          forked.put(found.arrival, found.encoded);
          open.push(found.encoded);
        }
      }
    }
    List<EncodedEntryAndOperation> together = new ArrayList<>(forked.values());
    together.add(kept);
    return together;
  }

  private List<Hash> causes(EncodedEntryAndOperation encoded) {
    if (encoded.operation() == null) {
      return List.of();
    }
    Operation operation = Columns.operation(encoded.operation().bytes());
    List<Hash> causes = new ArrayList<>();
    causes.addAll(definitions.getOrDefault(operation.schemaId(), Set.of()));
    operation.previous().map(DocumentViewId::operationIds).ifPresent(causes::addAll);
    return causes;
  }

  private Found behindFork(Hash operationId) throws SQLException {
    return snapshot
        .statements()
        .first(
            OPERATION_BEHIND_FORK,
            row -> new Found(row.getLong(1), Columns.encoded(row.getBytes(2), row.getBytes(3))),
            Columns.ofHash(operationId))
        .orElseThrow(() -> new StorageException("the store is damaged: no entry " + operationId));
  }
}
