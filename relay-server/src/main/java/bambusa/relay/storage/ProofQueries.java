package bambusa.relay.storage;

import bambusa.ingest.ForkProof;
import java.sql.SQLException;
import java.util.List;

/** Proofs of forks in order of arrival. */
final class ProofQueries {

  /** A proof and when it arrived. */
  record Arrived(long arrival, ForkProof proof) {}

  private ProofQueries() {}

  /** Proofs that arrived after one index and not after another. */
  static List<Arrived> between(
      Snapshot snapshot, Selection selection, long after, long until, int limit)
      throws SQLException {
    String sql =
        """
        SELECT f.arrival, f.first, f.second
        FROM fork_proofs f JOIN logs l ON l.log_key = f.log_key
        WHERE f.arrival > ? AND f.arrival <= ? AND %s
        ORDER BY f.arrival LIMIT ?
        """
            .formatted(selection.condition("l"));
    return snapshot
        .statements()
        .all(
            sql,
            row ->
                new Arrived(
                    row.getLong(1),
                    ForkProof.stored(
                        Columns.entry(row.getBytes(2)), Columns.entry(row.getBytes(3)))),
            after,
            until,
            limit);
  }

  static List<ForkProof> proofs(List<Arrived> arrived) {
    return arrived.stream().map(Arrived::proof).toList();
  }
}
