package bambusa.relay.storage;

import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.log.EncodedEntry;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.log.SeqNum;
import bambusa.operation.DocumentViewId;
import bambusa.operation.SchemaId;
import bambusa.relay.bans.Bans;
import bambusa.relay.meters.RelayMeters;
import bambusa.replication.TargetSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Answers from a database; one query, one snapshot. */
final class SqlEntryReader implements EntryReader {

  private final DataSource readers;
  private final StoreId storeId;
  private final SharedDocuments shared;
  private final RelayMeters meters;
  private final DefinitionsBehindForks definitions = new DefinitionsBehindForks();
  private final FeedQuery feed = new FeedQuery(new RemainingCounts());

  SqlEntryReader(DataSource readers, StoreId storeId, SharedDocuments shared, RelayMeters meters) {
    this.readers = readers;
    this.storeId = storeId;
    this.shared = shared;
    this.meters = meters;
  }

  private <T> T query(Snapshot.Query<T> query) {
    long begun = meters.nanoTime().getAsLong();
    T answer = Snapshot.query(readers, storeId, shared, query);
    meters.reads().add(meters.nanoTime().getAsLong() - begun);
    return answer;
  }

  @Override
  public StoreId storeId() {
    return storeId;
  }

  @Override
  public StoreCounts counts() {
    return query(
        snapshot ->
            snapshot
                .statements()
                .first(
                    "SELECT entry_count, log_count, author_count FROM node",
                    row -> new StoreCounts(row.getLong(1), row.getLong(2), row.getLong(3)))
                .orElseThrow());
  }

  @Override
  public List<SchemaId> schemaIds() {
    return query(SqlEntryReader::schemaIds);
  }

  private static List<SchemaId> schemaIds(Snapshot snapshot) throws SQLException {
    String sql =
        """
        SELECT s.schema_id FROM schemas s
        WHERE s.entry_count > 0
          AND EXISTS (
            SELECT 1 FROM logs l
            WHERE l.schema_key = s.schema_key AND l.newest_arrival > 0 AND %s)
        ORDER BY s.schema_id
        """
            .formatted(snapshot.sharedCondition("l"));
    return snapshot.statements().all(sql, row -> Columns.schemaId(row.getString(1)));
  }

  @Override
  public Optional<StoredEntry> entryByHash(Hash hash) {
    return query(
        snapshot -> {
          Optional<StoredEntry> counting = PositionQueries.byHash(snapshot, hash);
          return counting.isEmpty() && definitions.include(snapshot, hash)
              ? PositionQueries.evidence(snapshot, hash)
              : counting;
        });
  }

  @Override
  public Optional<StoredEntry> entryAt(LogPosition position) {
    return query(snapshot -> PositionQueries.at(snapshot, position));
  }

  @Override
  public List<EncodedEntry> certificatePool(LogPosition position) {
    return query(snapshot -> PositionQueries.certificatePool(snapshot, position));
  }

  @Override
  public List<StoredEntry> entriesNewerThan(LogKey log, @Nullable SeqNum newerThan, int first) {
    return query(snapshot -> PositionQueries.newerThan(snapshot, log, newerThan, first));
  }

  @Override
  public FeedPage entriesSince(
      @Nullable ReplicationCursor after, TargetSet target, PageLimits limits) {
    return query(snapshot -> feed.page(snapshot, after, target, limits));
  }

  @Override
  public LogHeightsPage logHeights(@Nullable ReplicationCursor after, TargetSet target, int first) {
    return query(snapshot -> HeightsQuery.page(snapshot, after, target, first));
  }

  @Override
  public LogWindowsPage entriesFromLogs(List<LogWindow> logs, PageLimits limits) {
    return query(snapshot -> WindowsQuery.page(snapshot, logs, limits));
  }

  @Override
  public ForkProofsPage forkProofs(@Nullable ReplicationCursor after, TargetSet target, int first) {
    return query(snapshot -> forkProofs(snapshot, after, target, first));
  }

  private static ForkProofsPage forkProofs(
      Snapshot snapshot, @Nullable ReplicationCursor after, TargetSet target, int first)
      throws SQLException {
    long start = snapshot.start(after);
    long end = snapshot.newestArrival();
    List<ProofQueries.Arrived> proofs =
        ProofQueries.between(snapshot, snapshot.select(target), start, end, first + 1);
    boolean hasMore = proofs.size() > first;
    if (hasMore) {
      proofs = proofs.subList(0, first);
      end = first == 0 ? start : proofs.get(first - 1).arrival();
    }
    return new ForkProofsPage(ProofQueries.proofs(proofs), snapshot.cursor(end), hasMore);
  }

  @Override
  public Usage usageOfAuthor(PublicKey author) {
    return query(snapshot -> UsageQueries.ofAuthor(snapshot, author));
  }

  @Override
  public Usage usageOfOwner(PublicKey owner) {
    return query(snapshot -> UsageQueries.ofOwner(snapshot, owner));
  }

  @Override
  public Usage usageOfSchema(SchemaId schemaId) {
    return query(snapshot -> UsageQueries.ofSchema(snapshot, schemaId));
  }

  @Override
  public Bans bans() {
    return shared.bans();
  }

  @Override
  public LogState logState(LogKey log) {
    return query(snapshot -> PositionQueries.state(snapshot, log)).orElse(LogState.EMPTY);
  }

  @Override
  public List<Hash> belowForks() {
    return query(ProofQueries::below);
  }

  @Override
  public NextArgsAnswer nextArgs(PublicKey author, @Nullable DocumentViewId viewId) {
    return query(snapshot -> NextArgsQuery.answer(snapshot, author, viewId));
  }
}
