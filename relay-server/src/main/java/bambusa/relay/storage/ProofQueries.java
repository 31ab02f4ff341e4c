package bambusa.relay.storage;

import bambusa.crypto.Hash;
import bambusa.ingest.ForkProof;
import bambusa.log.Entry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Proofs of forks in order of arrival. */
final class ProofQueries {

  /** A proof and when it arrived. */
  record Arrived(long arrival, ForkProof proof) {}

  /** The latest forks are looked at; older ones were when they were the latest. */
  private static final int MAX_COMPARED = 1_000;

  private ProofQueries() {}

  /**
   * Proofs that arrived after one index and not after another. A log that was forked at its first
   * entry holds no document, and any of its branches may be of a document that is asked for.
   */
  static List<Arrived> between(
      Snapshot snapshot, Selection selection, long after, long until, int limit)
      throws SQLException {
    String sql =
        """
        SELECT f.arrival, f.first, f.second
        FROM fork_proofs f JOIN logs l ON l.log_key = f.log_key
        WHERE f.arrival > ? AND f.arrival <= ? AND (l.height = %d OR %s)
        ORDER BY f.arrival LIMIT ?
        """
            .formatted(Columns.HEIGHT_0, selection.condition("l"));
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

  /** The entries before a fork that a proof stands on although the log holds another. */
  static List<Hash> below(Snapshot snapshot) throws SQLException {
    String sql =
        """
        SELECT f.first, f.second, e.entry
        FROM fork_proofs f JOIN logs l ON l.log_key = f.log_key
          JOIN entries e ON e.log_key = l.log_key AND e.seq_num = l.height AND e.standing = 0
        ORDER BY f.arrival DESC LIMIT %d
        """
            .formatted(MAX_COMPARED);
    List<Hash> below = new ArrayList<>();
    for (List<Hash> each :
        snapshot
            .statements()
            .all(
                sql,
                row ->
                    below(
                        ForkProof.stored(
                            Columns.entry(row.getBytes(1)), Columns.entry(row.getBytes(2))),
                        Columns.entry(row.getBytes(3))))) {
      below.addAll(each);
    }
    return below;
  }

  private static List<Hash> below(ForkProof proof, Entry held) {
    if (held.seqNum().value() != proof.seqNum().value() - 1) {
      return List.of();
    }
    List<Hash> below = new ArrayList<>();
    for (Entry branch : List.of(proof.first(), proof.second())) {
      branch.backlink().filter(backlink -> !backlink.equals(held.hash())).ifPresent(below::add);
    }
    return below;
  }

  static List<ForkProof> proofs(List<Arrived> arrived) {
    return arrived.stream().map(Arrived::proof).toList();
  }
}
