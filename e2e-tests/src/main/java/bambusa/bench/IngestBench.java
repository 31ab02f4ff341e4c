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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * Durable ingest against what bounds it: verifying the same entries, and inserting the same rows
 * (DESIGN.md, "Budgets"). Arguments: entries, authors, entries per log, rounds.
 */
public final class IngestBench {

  private static final int PAGE = 1_000;
  private static final int PAGES_IN_FLIGHT = 4;
  private static final int PUBLISHING = 512;

  private final SecureRandom random = new SecureRandom();
  private final Corpus corpus;
  private final Path directory;

  private IngestBench(Corpus corpus, Path directory) {
    this.corpus = corpus;
    this.directory = directory;
  }

  /** Prints entries per second, and the ratio of the gate to the slower bound, round by round. */
  public static void main(String[] args) throws Exception {
    int[] numbers = {50_000, 200, 50, 3};
    for (int i = 0; i < args.length; i++) {
      numbers[i] = Integer.parseInt(args[i]);
    }
    Corpus corpus = Corpus.sign(new Corpus.Shape(numbers[0], numbers[1], numbers[2]));
    Path directory = Files.createTempDirectory("ingest-bench");
    IngestBench bench = new IngestBench(corpus, directory);
    for (int round = 1; round <= numbers[3]; round++) {
      bench.round(round);
    }
    delete(directory);
  }

  private void round(int round) throws Exception {
    double verify = perSecond(Floors.verify(corpus.pages(PAGE)));
    Path store = directory.resolve("gate-" + round);
    double gate = perSecond(replicate(store));
    RawRows raw = RawRows.of(store.resolve("bambusa.sqlite"));
    double insert = perSecond(raw.insert(directory.resolve("raw-" + round + ".sqlite"), PAGE));
    double publish = perSecond(publish(directory.resolve("publish-" + round)));
    double floor = Math.min(verify, insert);
    System.out.printf(
        "round %d: verify on %d threads %,.0f/s; raw insert %,.0f/s; gate %,.0f/s = %.2f; publish %,.0f/s%n",
        round, Floors.VERIFIERS, verify, insert, gate, gate / floor, publish);
  }

  private double perSecond(long nanos) {
    return 1e9 * corpus.entries().size() / nanos;
  }

  private long replicate(Path store) throws InterruptedException {
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

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
