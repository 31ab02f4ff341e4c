package bambusa.bench;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.relay.client.RelayClient;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What replication costs between relays that talk HTTP over loopback. Arguments: the measurements
 * to take; all without any.
 */
public final class ReplicationBench {

  private static final List<String> ALL = List.of("cold", "idle", "ranges", "live", "growth");
  private static final int ENTRIES = 100_000;
  private static final int PAGE = 1_000;
  private static final int DIFFERING = 10;
  private static final int PUBLISHED = 300;
  private static final int ADDED = 20_000;
  private static final Pattern CURSOR = Pattern.compile("\"endCursor\":\"([^\"]+)\"");

  private static final OperatingSystemMXBean CPU =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Path directory;
  private int made;

  private ReplicationBench(Path directory) {
    this.directory = directory;
  }

  /** Prints a line for each figure. */
  public static void main(String[] args) throws Exception {
    Path directory = Files.createTempDirectory("replication-bench");
    try {
      ReplicationBench bench = new ReplicationBench(directory);
      for (String measurement : args.length == 0 ? ALL : List.of(args)) {
        bench.take(measurement);
      }
    } finally {
      delete(directory);
    }
  }

  private void take(String measurement) throws Exception {
    switch (measurement) {
      case "cold" -> cold();
      case "idle" -> idle();
      case "ranges" -> ranges();
      case "live" -> live();
      case "growth" -> growth();
      default ->
          throw new IllegalArgumentException("expected some of " + ALL + ", got " + measurement);
    }
  }

  private Path fresh() {
    made++;
    return directory.resolve("store-" + made);
  }

  /** A relay without anything pulls everything, against the floors on the same machine. */
  private void cold() throws Exception {
    Corpus corpus = Corpus.sign(new Corpus.Shape(ENTRIES, 1_000, 10));
    List<EncodedEntryAndOperation> entries = corpus.entries();
    Path stored = fresh();
    try (BenchRelay source = new BenchRelay(stored)) {
      source.ingest(entries);
      for (int round = 1; round <= 3; round++) {
        double verify = perSecond(entries.size(), Floors.verify(corpus.pages(PAGE)));
        double pulled;
        double cores;
        String traffic;
        try (BenchRelay target = new BenchRelay(fresh())) {
          long begun = System.nanoTime();
          long cpuBegun = CPU.getProcessCpuTime();
          try (Traffic counted = target.pullFrom(source)) {
            target.awaitInSync();
            long nanos = System.nanoTime() - begun;
            pulled = perSecond(entries.size(), nanos);
            cores = (double) (CPU.getProcessCpuTime() - cpuBegun) / nanos;
            traffic = counted.summary();
            expect(target.entryCount(), entries.size());
          }
        }
        RawRows rows = RawRows.of(stored.resolve("bambusa.sqlite"));
        double insert =
            perSecond(
                entries.size(),
                rows.insert(Files.createTempFile(directory, "raw", ".sqlite"), PAGE));
        double floor = Math.min(verify, insert);
        double inTurn = 1 / (1 / verify + 1 / insert);
        System.out.printf(
            "cold, round %d: verify on %d threads %,.0f/s; raw insert %,.0f/s; both in turn %,.0f/s; relay → relay %,.0f/s = %.2f (%.2f), on %.1f cores; %s%n",
            round,
            Floors.VERIFIERS,
            verify,
            insert,
            inTurn,
            pulled,
            pulled / floor,
            pulled / inTurn,
            cores,
            traffic);
      }
      System.out.printf(
          "cold: the entries and operations themselves have %,d bytes%n", bytes(entries));
    }
  }

  private static double perSecond(int entries, long nanos) {
    return 1e9 * entries / nanos;
  }

  private static long bytes(List<EncodedEntryAndOperation> entries) {
    return entries.stream()
        .mapToLong(
            one ->
                one.entry().bytes().length + Objects.requireNonNull(one.operation()).bytes().length)
        .sum();
  }

  private static void expect(long number, long expected) {
    if (number != expected) {
      throw new IllegalStateException("expected " + expected + ", got " + number);
    }
  }

  /** Nothing differs: with the cursor of an earlier session, and without one. */
  private void idle() throws Exception {
    for (int logs : List.of(1_000, 10_000, 100_000)) {
      List<EncodedEntryAndOperation> entries = oneEach(logs);
      try (BenchRelay source = new BenchRelay(fresh());
          BenchRelay same = new BenchRelay(fresh())) {
        source.ingest(entries);
        same.ingest(entries);
        session(same, source, "idle, " + logs + " logs, no cursor yet");
        session(same, source, "idle, " + logs + " logs, with a cursor");
      }
    }
  }

  private static List<EncodedEntryAndOperation> oneEach(int logs) {
    return Corpus.sign(new Corpus.Shape(logs, 1_000, 1)).entries();
  }

  private static void session(BenchRelay asker, BenchRelay asked, String name) throws Exception {
    long begun = System.nanoTime();
    try (Traffic traffic = asker.pullFrom(asked)) {
      asker.awaitInSync();
      System.out.printf(
          "%s: %s; %,d ms%n", name, traffic.summary(), (System.nanoTime() - begun) / 1_000_000);
      asker.endSession();
    }
  }

  /** Ten logs are missing: found by ranges. */
  private void ranges() throws Exception {
    ranges(100_000, 1_000);
    ranges(1_000_000, 100_000);
  }

  private void ranges(int logs, int authors) throws Exception {
    List<EncodedEntryAndOperation> entries =
        Corpus.sign(new Corpus.Shape(logs, authors, 1)).entries();
    try (BenchRelay source = new BenchRelay(fresh());
        BenchRelay behind = new BenchRelay(fresh())) {
      source.ingest(entries);
      List<EncodedEntryAndOperation> most = new ArrayList<>();
      for (int i = 0; i < entries.size(); i++) {
        if (!isMissing(i, entries.size() / DIFFERING)) {
          most.add(entries.get(i));
        }
      }
      behind.ingest(most);
      session(behind, source, "ranges, 10 of " + logs + " logs missing");
      expect(behind.entryCount(), entries.size());
    }
  }

  /** One of each so many, of different authors: these follow each other in turn. */
  private static boolean isMissing(int entry, int every) {
    return entry % every == (entry / every + 1) * 7_919 % every;
  }

  /** Published at one relay, until who waits at the relay behind the next one has it. */
  private void live() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    List<EncodedEntryAndOperation> entries =
        Corpus.sign(new Corpus.Shape(PUBLISHED, 20, 10)).entries();
    try (BenchRelay near = new BenchRelay(fresh());
        BenchRelay middle = new BenchRelay(fresh());
        BenchRelay far = new BenchRelay(fresh());
        Traffic first = middle.pullFrom(near);
        Traffic second = far.pullFrom(middle)) {
      middle.awaitInSync();
      far.awaitInSync();
      RelayClient client =
          new RelayClient(URI.create("http://127.0.0.1:" + near.port() + "/graphql"), http);
      List<Double> millis = new ArrayList<>();
      String cursor = "";
      for (EncodedEntryAndOperation entry : entries) {
        long begun = System.nanoTime();
        client.publish(entry.entry(), Objects.requireNonNull(entry.operation()));
        cursor = next(http, far, cursor);
        millis.add((System.nanoTime() - begun) / 1e6);
      }
      // The first ones meet code that is not compiled yet.
      List<Double> warm = new ArrayList<>(millis.subList(PUBLISHED / 3, PUBLISHED));
      warm.sort(Comparator.naturalOrder());
      System.out.printf(
          "live, two relays away: p50 %.1f ms, p99 %.1f ms, of %d; %d and %d round trips between them%n",
          warm.get(warm.size() / 2),
          warm.get(warm.size() * 99 / 100),
          warm.size(),
          first.rounds(),
          second.rounds());
    }
  }

  private static String next(HttpClient http, BenchRelay relay, String cursor) throws Exception {
    String after = cursor.isEmpty() ? "" : "after: \\\"" + cursor + "\\\", ";
    String body =
        "{\"query\":\"{ entriesSince("
            + after
            + "first: 10, waitSeconds: 20) { endCursor entries { entry } } }\"}";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + relay.port() + "/graphql"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    Matcher found = CURSOR.matcher(answer);
    if (!found.find() || !answer.contains("\"entry\"")) {
      throw new IllegalStateException("nothing arrived: " + answer);
    }
    return found.group(1);
  }

  /** What one more entry costs when so many are stored already. */
  private void growth() throws Exception {
    List<Integer> sizes = List.of(10_000, 100_000, 1_000_000);
    int most = sizes.get(sizes.size() - 1) + ADDED;
    List<EncodedEntryAndOperation> entries =
        Corpus.sign(new Corpus.Shape(most, 1_000, 10)).entries();
    try (BenchRelay relay = new BenchRelay(fresh())) {
      int stored = 0;
      for (int size : sizes) {
        relay.ingest(entries.subList(stored, size));
        stored = size + ADDED;
        long nanos = relay.ingest(entries.subList(size, stored));
        System.out.printf(
            "growth, %,d entries stored: %.1f µs for each of %,d further ones%n",
            size, nanos / 1e3 / ADDED, ADDED);
      }
    }
  }

  private static void delete(Path directory) throws Exception {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
