package bambusa.bench;

import bambusa.e2e.Chromium;
import bambusa.e2e.LeecherTab;
import bambusa.e2e.RelayProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a relay takes to start and while it is idle, and what a page takes to load. */
final class StartBench {

  private static final int ROUNDS = 5;
  private static final long IDLE_SECONDS = 10;

  /** What a page that embeds the leecher loads. */
  private static final List<String> SCRIPTS =
      List.of(
          "/leecher/leecher.js",
          "/leecher/api.js",
          "/leecher/element.js",
          "/leecher/leecher-worker.js",
          "/leecher/leecher.wasm");

  private final HttpClient http = HttpClient.newHttpClient();

  void measure(Path directory, Report report) throws IOException, InterruptedException {
    double[] millis = new double[ROUNDS];
    double[] megabytes = new double[ROUNDS];
    double[] kilobytes = new double[SCRIPTS.size()];
    for (int round = 0; round < ROUNDS; round++) {
      long started = System.nanoTime();
      try (RelayProcess relay = RelayProcess.start(directory.resolve("data"))) {
        millis[round] = (System.nanoTime() - started) / 1e6;
        if (round == 0) {
          for (int i = 0; i < kilobytes.length; i++) {
            kilobytes[i] = gzipped(relay.page().resolve(SCRIPTS.get(i))) / 1e3;
          }
        }
        megabytes[round] = round == 0 ? idle(relay, directory) : residentMegabytes(relay.pid());
      }
    }
    report.section("The started jar, and what it serves");
    report.atMost(2, "from start to healthy, s", scaled(millis, 1e-3));
    report.figure("resident just after the start", "MB", megabytes);
    report.atMost(150, "resident, idle with one leecher waiting, MB", megabytes[0]);
    double sum = 0;
    for (int i = 0; i < kilobytes.length; i++) {
      sum += report.figure(SCRIPTS.get(i) + ", gzip", "kB", kilobytes[i]);
    }
    report.atMost(80, "all scripts, gzip, kB", sum);
  }

  /** As it is when a leecher has come and waits for news. */
  private static double idle(RelayProcess relay, Path directory) throws IOException {
    try (Chromium chromium = Chromium.start(directory.resolve("profile"))) {
      LeecherTab.open(chromium.tab(), relay.page()).awaitState("live");
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(IDLE_SECONDS));
      return residentMegabytes(relay.pid());
    }
  }

  private static double residentMegabytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1e3;
      }
    }
    throw new IllegalStateException("no resident size of " + pid);
  }

  private long gzipped(URI file) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(file).header("Accept-Encoding", "gzip").build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(file + " answered " + answer.statusCode());
    }
    return answer.body().length;
  }

  private static double[] scaled(double[] values, double factor) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = values[i] * factor;
    }
    return scaled;
  }
}
