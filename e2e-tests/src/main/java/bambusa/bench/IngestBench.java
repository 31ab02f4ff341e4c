package bambusa.bench;

import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.relay.ingest.ArrivalSignal;
import bambusa.relay.ingest.GateResources;
import bambusa.relay.ingest.IngestGate;
import bambusa.relay.ingest.PeerPage;
import bambusa.relay.ingest.PublishResult;
import bambusa.relay.storage.SharedDocuments;
import bambusa.relay.storage.SqlStore;
import bambusa.relay.storage.StoreAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Durable ingest against what bounds it: verifying the same entries, and inserting the same rows
 * (DESIGN.md, "Budgets").
 */
public final class IngestBench {

  private static final int ROUNDS = 3;
  private static final int ENTRIES = 50_000;
  private static final int AUTHORS = 200;
  private static final int ENTRIES_PER_LOG = 50;
  private static final int PAGE = 1_000;
  private static final int PAGES_IN_FLIGHT = 4;
  private static final int PUBLISHING = 512;

  private final SecureRandom random = new SecureRandom();
  private final Corpus corpus;

  IngestBench(Corpus corpus) {
    this.corpus = corpus;
  }

  /** Entries per second, and the ratio of the gate to the slower bound of the same round. */
  public static void measure(Path directory, Report report) throws Exception {
    Corpus corpus = Corpus.sign(new Corpus.Shape(ENTRIES, AUTHORS, ENTRIES_PER_LOG));
    IngestBench bench = new IngestBench(corpus);
    double[] verify = new double[ROUNDS];
    double[] insert = new double[ROUNDS];
    double[] gate = new double[ROUNDS];
    double[] publish = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      Path store = directory.resolve("gate-" + round);
      verify[round] = bench.perSecond(Floors.verify(corpus.pages(PAGE)));
      gate[round] = bench.perSecond(bench.replicate(store));
      RawRows raw = RawRows.of(store.resolve("bambusa.sqlite"));
      insert[round] =
          bench.perSecond(raw.insert(directory.resolve("raw-" + round + ".sqlite"), PAGE));
      publish[round] = bench.perSecond(bench.publish(directory.resolve("publish-" + round)));
      ratios[round] = gate[round] / Math.min(verify[round], insert[round]);
    }
    report.section("Durable ingest of " + ENTRIES + " entries");
    report.figure("batch verify, " + Floors.VERIFIERS + " core", "entries/s", verify);
    report.figure("raw SQLite insert of the same rows", "entries/s", insert);
    report.figure("published through the gate", "entries/s", publish);
    report.figure("replicated through the gate", "entries/s", gate);
    report.atLeast(0.8, "gate / slower of verify and insert", ratios);
  }

  double perSecond(long nanos) {
    return 1e9 * corpus.entries().size() / nanos;
  }

  private long replicate(Path store) throws InterruptedException {
    return replicate(StoreAddress.Sqlite.in(store));
  }

  /** Nanoseconds to take in the corpus, page by page, as from a peer. */
  long replicate(StoreAddress store) throws InterruptedException {
    try (SqlStore opened = SqlStore.open(store, random);
        IngestGate gate = gate(opened)) {
      Semaphore inFlight = new Semaphore(PAGES_IN_FLIGHT);
      long begun = System.nanoTime();
      List<CompletableFuture<Void>> done = new ArrayList<>();
      for (List<EncodedEntryAndOperation> entries : corpus.pages(PAGE)) {
        inFlight.acquire();
        PeerPage page = new PeerPage(entries, List.of(), DocumentChoice.EVERYTHING, null);
        done.add(gate.replicate(page).thenAccept(result -> inFlight.release()));
      }
      done.forEach(CompletableFuture::join);
      long nanos = System.nanoTime() - begun;
      long stored = opened.reader(SharedDocuments.EVERYTHING).counts().entries();
      expect(stored == corpus.entries().size(), "everything stored");
      return nanos;
    }
  }

  private long publish(Path store) throws InterruptedException {
    return publish(StoreAddress.Sqlite.in(store));
  }

  /** Nanoseconds to publish the corpus, entry by entry. */
  long publish(StoreAddress store) throws InterruptedException {
    try (SqlStore opened = SqlStore.open(store, random);
        IngestGate gate = gate(opened)) {
      Semaphore inFlight = new Semaphore(PUBLISHING);
      long begun = System.nanoTime();
      List<CompletableFuture<Void>> done = new ArrayList<>();
      for (EncodedEntryAndOperation entry : corpus.entries()) {
        inFlight.acquire();
        done.add(
            gate.publish(entry)
                .thenAccept(
                    result -> {
                      inFlight.release();
                      expect(result instanceof PublishResult.Stored, "stored, not " + result);
                    }));
      }
      done.forEach(CompletableFuture::join);
      return System.nanoTime() - begun;
    }
  }

  private IngestGate gate(SqlStore store) {
    return new IngestGate(
        store.writer(),
        SharedDocuments.EVERYTHING,
        new ArrivalSignal(SharedDocuments.EVERYTHING, Runnable::run),
        new GateResources(Floors.VERIFIERS, random::nextBytes, System::nanoTime, Runnable::run));
  }

  private static void expect(boolean fact, String expected) {
    if (!fact) {
      throw new IllegalStateException("expected " + expected);
    }
  }
}
