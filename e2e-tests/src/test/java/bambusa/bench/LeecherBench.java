package bambusa.bench;

import bambusa.bytes.ByteWriter;
import bambusa.bytes.Hex;
import bambusa.e2e.Chromium;
import bambusa.e2e.LeecherTab;
import bambusa.e2e.RelayProcess;
import bambusa.ingest.EncodedEntryAndOperation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A reader's first visit, against verifying alone in workers like those that leech. */
final class LeecherBench {

  private static final int ROUNDS = 3;
  private static final int ENTRIES = 100_000;
  private static final int BATCH = 1_000;
  private static final int BATCHES_ALONE = 20;

  /** Verifies batches in as many workers as a leecher starts; gives the milliseconds it took. */
  private static final String VERIFY =
      """
      async (batches) => {
        const size = Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1));
        const packed = batches.map((hex) => Uint8Array.from(hex.match(/../g), (digits) => parseInt(digits, 16)));
        const workers = Array.from({ length: size },
          () => new Worker("/leecher/leecher-worker.js", { type: "module" }));
        const verify = (worker, batch) => new Promise((resolve, reject) => {
          worker.onmessage = ({ data }) => data.verdicts && data.verdicts.every((verdict) => verdict === 1)
            ? resolve() : reject(new Error("not all hold"));
          worker.postMessage({ type: "verify", batch: batch.slice() });
        });
        const all = () => Promise.all(workers.map(async (worker, first) => {
          for (let i = first; i < packed.length; i += size) await verify(worker, packed[i]);
        }));
        await all();
        const started = performance.now();
        await all();
        const millis = performance.now() - started;
        workers.forEach((worker) => worker.terminate());
        return millis;
      }
      """;

  void coldSync(Path directory, Report report) throws InterruptedException {
    List<EncodedEntryAndOperation> entries =
        Corpus.sign(new Corpus.Shape(ENTRIES, 200, 50)).entries().subList(0, ENTRIES);
    FilledStore.fill(directory.resolve("data"), entries);
    List<String> batches = batches(entries);
    double[] alone = new double[ROUNDS];
    double[] synced = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    double[] blocked = new double[ROUNDS];
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"))) {
      for (int round = 0; round < ROUNDS; round++) {
        try (Chromium chromium = Chromium.start(directory.resolve("profile-" + round))) {
          chromium.tab().navigate(relay.page().resolve("/icon.svg").toString());
          double millis = ((Number) chromium.tab().evaluate(VERIFY, batches)).doubleValue();
          alone[round] = BATCHES_ALONE * BATCH * 1e3 / millis;
          long started = System.nanoTime();
          LeecherTab tab = LeecherTab.open(chromium.tab(), relay.page());
          tab.awaitEntries(ENTRIES);
          synced[round] = ENTRIES * 1e9 / (System.nanoTime() - started);
          blocked[round] = tab.longestTask();
        }
        ratios[round] = synced[round] / alone[round];
      }
    }
    report.section("Leecher: cold sync of " + ENTRIES + " entries, from opening the page on");
    report.figure("batch verify alone in the same workers", "entries/s", alone);
    report.atLeast(20_000, "cold sync, entries/s (on a quiet machine)", synced);
    report.atLeast(0.6, "cold sync / verify alone", ratios);
    report.atMost(50, "longest task of the main thread, ms", blocked);
  }

  /** As the leecher packs them for its verifying workers: size and bytes of each entry. */
  private static List<String> batches(List<EncodedEntryAndOperation> entries) {
    List<String> batches = new ArrayList<>();
    for (int from = 0; from < BATCHES_ALONE * BATCH; from += BATCH) {
      ByteWriter out = new ByteWriter();
      for (EncodedEntryAndOperation entry : entries.subList(from, from + BATCH)) {
        out.varU64(entry.entry().size()).bytes(entry.entry().bytes());
      }
      batches.add(Hex.encode(out.toBytes()));
    }
    return batches;
  }
}
