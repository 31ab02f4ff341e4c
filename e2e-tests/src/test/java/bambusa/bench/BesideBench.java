package bambusa.bench;

import bambusa.e2e.Chromium;
import bambusa.e2e.RelayProcess;
import bambusa.ingest.EncodedEntryAndOperation;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The leecher beside RxDB (GraphQL replication, Dexie's storage) and PouchDB, which pull the same
 * bytes from a server of this machine and store them without a look; and the leecher on a slow
 * telephone. Arguments: the bundle that beside.js makes, and the number of entries.
 */
public final class BesideBench {

  private static final int ROUNDS = 3;
  private static final int MANY = 100_000;

  /** As Chromium's own preset for 4G has it: both directions together take 60 ms. */
  private static final int DELAY_MILLIS = 30;

  private static final int BYTES_PER_SECOND = 9_000_000 / 8;

  /** So many others want the one processor that the telephone has. */
  private static final int RIVALS = 3;

  private static final String LEECHER =
      """
      async ([relay, entries]) => {
        const { open } = await import(relay + "leecher/api.js");
        const started = performance.now();
        const leecher = await open({ relays: relay, name: "leecher" });
        await leecher.live();
        if (leecher.status.entries !== entries) throw new Error("only " + leecher.status.entries);
        return performance.now() - started;
      }
      """;

  private static final String OTHER =
      """
      async ([name, entries]) => {
        const { [name]: pull } = await import("/beside.js");
        const started = performance.now();
        const stored = await pull(location.origin).catch((problem) => {
          throw new Error(name + ": " + problem + " " + JSON.stringify(problem));
        });
        if (stored !== entries) throw new Error(name + " stored only " + stored);
        return performance.now() - started;
      }
      """;

  private static final String MEGABYTES =
      "async () => (await performance.measureUserAgentSpecificMemory()).bytes / 1e6";

  private static final String FIRST_ENTRY =
      """
      async (relay) => {
        const { open } = await import(relay + "leecher/api.js");
        return new Promise((first, failed) => open({
          relays: relay, name: "slow",
          onLeecher: (leecher) => leecher.addEventListener("arrived", () => first(performance.now())),
        }).catch(failed));
      }
      """;

  private static final String SPIN =
      """
      () => {
        const work = "const started = performance.now(); let x = 1; for (let i = 0; i < 3e8; i++) x = (x * 3) | 0;"
          + "postMessage(performance.now() - started);";
        const worker = new Worker(URL.createObjectURL(new Blob([work], { type: "text/javascript" })));
        return new Promise((done) => { worker.onmessage = ({ data }) => done(data); });
      }
      """;

  private final Path script;
  private final Report report = new Report();

  private BesideBench(Path script) {
    this.script = script;
  }

  public static void main(String[] arguments) throws Exception {
    BesideBench bench = new BesideBench(Path.of(arguments[0]));
    int entries = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000;
    Path directory = Files.createTempDirectory("bambusa-beside");
    List<EncodedEntryAndOperation> all =
        Corpus.sign(new Corpus.Shape(MANY, 200, 50)).entries().subList(0, MANY);
    FilledStore.fill(directory.resolve("many"), all);
    try (RelayProcess relay = RelayProcess.start(directory.resolve("many"));
        BesideServer server = BesideServer.start(bench.script, List.of())) {
      bench.memoryOfMany(directory, relay, server);
      bench.firstEntry(directory, relay, server);
    }
    bench.sideBySide(directory, all.subList(0, entries));
    bench.report.end();
  }

  private void sideBySide(Path directory, List<EncodedEntryAndOperation> entries)
      throws IOException, InterruptedException {
    FilledStore.fill(directory.resolve("some"), entries);
    try (RelayProcess relay = RelayProcess.start(directory.resolve("some"));
        BesideServer server = BesideServer.start(script, entries)) {
      report.section(entries.size() + " entries pulled and stored, from opening the database on");
      for (String name : List.of("leecher, all verified", "rxdb", "pouchdb")) {
        boolean ours = name.startsWith("leecher");
        double[] rates = new double[ROUNDS];
        double[] blocked = new double[ROUNDS];
        double[] memory = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
          Path profile = Files.createTempDirectory(directory, "profile");
          try (Chromium chromium = Chromium.start(profile)) {
            Page page = chromium.tab();
            page.navigate(server.address());
            Object first = ours ? relay.page().toString() : name;
            Object took = page.evaluate(ours ? LEECHER : OTHER, List.of(first, entries.size()));
            rates[round] = entries.size() * 1e3 / ((Number) took).doubleValue();
            blocked[round] = ((Number) page.evaluate("() => window.longestTask")).doubleValue();
            memory[round] = ((Number) page.evaluate(MEGABYTES)).doubleValue();
          }
        }
        report.figure(name, "entries/s", rates);
        report.figure(name + ": longest task of the main thread", "ms", blocked);
        report.figure(name + ": page and workers afterwards", "MB", memory);
      }
    }
  }

  private void memoryOfMany(Path directory, RelayProcess relay, BesideServer server) {
    report.section("The leecher after " + MANY + " entries");
    try (Chromium chromium = Chromium.start(directory.resolve("profile-many"))) {
      Page page = chromium.tab();
      page.navigate(server.address());
      page.evaluate(LEECHER, List.of(relay.page().toString(), MANY));
      Number memory = (Number) page.evaluate(MEGABYTES);
      report.atMost(150, "page and workers, MB", memory.doubleValue());
      Number blocked = (Number) page.evaluate("() => window.longestTask");
      report.atMost(50, "longest task of the main thread, ms", blocked.doubleValue());
    }
  }

  private void firstEntry(Path directory, RelayProcess relay, BesideServer server)
      throws IOException, InterruptedException {
    report.section("A telephone: a quarter of one processor, 9 Mbit/s, 60 ms");
    double[] first = new double[ROUNDS];
    double[] slower = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      try (SlowLink link = SlowLink.to(relay.httpPort(), DELAY_MILLIS, BYTES_PER_SECOND);
          Chromium chromium = Chromium.start(directory.resolve("profile-slow-" + round))) {
        Page page = chromium.tab();
        page.navigate(server.address());
        double alone = ((Number) page.evaluate(SPIN)).doubleValue();
        List<Process> rivals = slowDown();
        try {
          slower[round] = ((Number) page.evaluate(SPIN)).doubleValue() / alone;
          page.navigate(server.address());
          first[round] = ((Number) page.evaluate(FIRST_ENTRY, link.address())).doubleValue();
        } finally {
          rivals.forEach(Process::destroy);
        }
      }
    }
    report.figure("how many times slower a worker computes", "times", slower);
    report.atMost(2_000, "first verified entry, ms after navigation", first);
  }

  /** Puts the browser on one processor, together with others that are always busy. */
  private static List<Process> slowDown() throws IOException, InterruptedException {
    List<ProcessHandle> browser =
        ProcessHandle.current()
            .descendants()
            .filter(one -> one.info().command().orElse("").contains("chrom"))
            .toList();
    for (ProcessHandle one : browser) {
      new ProcessBuilder("taskset", "-a", "-c", "-p", "0", Long.toString(one.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
    List<Process> rivals = new ArrayList<>();
    // They end by themselves should nobody be left to end them. Each has a session of its own:
    // where
    // Linux shares out to sessions first, the whole browser gets a quarter, elsewhere each thread.
    for (int i = 0; i < RIVALS; i++) {
      rivals.add(
          new ProcessBuilder(
                  "setsid",
                  "taskset",
                  "-c",
                  "0",
                  "timeout",
                  "60",
                  "sh",
                  "-c",
                  "while :; do :; done")
              .start());
    }
    return rivals;
  }
}
