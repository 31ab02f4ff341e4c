package bambusa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks, or those that the arguments name, and holds what they find against the
 * budgets of DESIGN.md.
 */
public final class Benchmarks {

  private interface Benchmark {
    void run(Path directory, Report report) throws Exception;
  }

  /** What DESIGN.md says of batches, "Cryptography". */
  private static final double FEW_AUTHORS = 4.2;

  private static final double MANY_AUTHORS = 2;

  private static final Map<String, Benchmark> ALL = new LinkedHashMap<>();

  static {
    ALL.put("hash", (directory, report) -> hash(report));
    ALL.put("verify", (directory, report) -> verify(report));
    ALL.put("ingest", IngestBench::measure);
    ALL.put("postgres", (directory, report) -> PostgresBench.measure(report));
    ALL.put("publish", (directory, report) -> new RelayBench().publish(directory, report));
    ALL.put("feed", (directory, report) -> new RelayBench().feed(directory, report));
    ALL.put("leecher", (directory, report) -> new LeecherBench().coldSync(directory, report));
    ALL.put("quic", (directory, report) -> new QuicBench(report).measure(directory));
    ALL.put("waiting", (directory, report) -> new WaitingBench().measure(directory, report));
    ALL.put("start", (directory, report) -> new StartBench().measure(directory, report));
  }

  private Benchmarks() {}

  public static void main(String[] names) throws Exception {
    List<String> chosen = names.length == 0 ? List.copyOf(ALL.keySet()) : List.of(names);
    for (String name : chosen) {
      if (!ALL.containsKey(name)) {
        System.err.println("no benchmark " + name + "; there are " + ALL.keySet());
        System.exit(2);
      }
    }
    Report report = new Report();
    for (String name : ALL.keySet()) {
      if (chosen.contains(name)) {
        Path directory = Files.createTempDirectory("bambusa-bench");
        ALL.get(name).run(directory, report);
        delete(directory);
      }
    }
    report.end();
  }

  private static void hash(Report report) throws RunnerException {
    report.section("Contents hashed per second, by their size in bytes");
    jmh(HashBench.class, "size", report);
  }

  private static void verify(Report report) throws RunnerException {
    report.section("Signatures verified per second on one core, batches of 1,000, by authors");
    Map<String, Double> scores = jmh(VerifyBench.class, "authors", report);
    for (String authors : List.of("4", "1000")) {
      double ratio = scores.get("batch, " + authors) / scores.get("bouncyCastle, " + authors);
      report.atLeast(
          authors.equals("4") ? FEW_AUTHORS : MANY_AUTHORS,
          "batch / Bouncy Castle, " + authors + " authors",
          ratio);
    }
  }

  /** Scores of a class by name of the benchmark and value of its parameter. */
  private static Map<String, Double> jmh(Class<?> benchmarks, String parameter, Report report)
      throws RunnerException {
    Map<String, Double> scores = new LinkedHashMap<>();
    OptionsBuilder options = new OptionsBuilder();
    options.include(benchmarks.getName()).verbosity(VerboseMode.SILENT);
    for (RunResult result : new Runner(options.build()).run()) {
      String what =
          result.getPrimaryResult().getLabel() + ", " + result.getParams().getParam(parameter);
      scores.put(what, report.figure(what, "a second", result.getPrimaryResult().getScore()));
    }
    return scores;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
