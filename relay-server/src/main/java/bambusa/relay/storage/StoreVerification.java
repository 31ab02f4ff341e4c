package bambusa.relay.storage;

import bambusa.ingest.EntryVerifier;
import bambusa.ingest.SignatureJudge;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Verifies one state of a store: each signature, link and hash, and what rows say about each other.
 * Rows are read in order on one connection and verified on as many threads as there are.
 */
final class StoreVerification {

  private static final int BATCH = 500;

  private final Snapshot snapshot;
  private final StoreFaults faults;
  private final Supplier<SignatureJudge> judges;
  private final int threads;
  private final LinkVerification links;
  private final Deque<CompletableFuture<List<RowVerification.Verdict>>> underWay =
      new ArrayDeque<>();
  private long expected;
  private long done;

  private StoreVerification(
      Snapshot snapshot, StoreFaults faults, Supplier<SignatureJudge> judges, int threads) {
    this.snapshot = snapshot;
    this.faults = faults;
    this.judges = judges;
    this.threads = threads;
    this.links = new LinkVerification(snapshot.statements(), faults::broken);
  }

  /** Returns how many entries were verified. */
  static long run(
      Snapshot snapshot, StoreFaults faults, Supplier<SignatureJudge> judges, int threads)
      throws SQLException {
    return new StoreVerification(snapshot, faults, judges, threads).run();
  }

  private long run() throws SQLException {
    expected = snapshot.statements().number("SELECT COUNT(*) FROM entries");
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      rows(StoredRow.KEPT, workers);
      rows(StoredRow.OTHERS, workers);
    } finally {
      workers.shutdownNow();
    }
    links.lookUp();
    proofs();
    CountVerification.run(snapshot.statements(), faults::broken);
    return done;
  }

  private void rows(String sql, ExecutorService workers) throws SQLException {
    ThreadLocal<RowVerification> verification =
        ThreadLocal.withInitial(() -> new RowVerification(judges.get()));
    List<StoredRow> batch = new ArrayList<>();
    // Its own statement: others are run while this one is read.
    try (ResultSet rows = snapshot.statements().bound(sql).executeQuery()) {
      while (rows.next()) {
        batch.add(new StoredRow(rows));
        if (batch.size() == BATCH) {
          submit(List.copyOf(batch), verification, workers);
          batch.clear();
        }
      }
    }
    submit(List.copyOf(batch), verification, workers);
    while (!underWay.isEmpty()) {
      settle();
    }
  }

  private void submit(
      List<StoredRow> batch, ThreadLocal<RowVerification> verification, ExecutorService workers)
      throws SQLException {
    underWay.add(CompletableFuture.supplyAsync(() -> verification.get().verify(batch), workers));
    if (underWay.size() > 2 * threads) {
      settle();
    }
  }

  private void settle() throws SQLException {
    for (RowVerification.Verdict verdict : underWay.remove().join()) {
      StoredRow row = verdict.row();
      verdict.faults().forEach(fault -> faults.broken(row.name() + ": " + fault));
      if (row.standing == 0) {
        links.kept(row, verdict.decoded());
      }
      done++;
    }
    faults.done(done, expected);
  }

  private void proofs() throws SQLException {
    EntryVerifier verifier = new EntryVerifier(judges.get());
    String sql = "SELECT f.log_key, f.first, f.second FROM fork_proofs f ORDER BY f.arrival";
    snapshot
        .statements()
        .all(
            sql,
            row -> {
              boolean proves =
                  verifier
                      .verifyProof(Columns.entry(row.getBytes(2)), Columns.entry(row.getBytes(3)))
                      .isPresent();
              if (!proves) {
                faults.broken("proof of a fork of log " + row.getLong(1) + ": it proves nothing");
              }
              return proves;
            });
  }
}
