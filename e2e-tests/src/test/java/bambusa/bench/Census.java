package bambusa.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a JVM holds when its garbage is collected.
 *
 * @param heapBytes of everything that can be reached
 * @param threads of the whole process
 * @param streams of QUIC
 * @param connections of QUIC
 */
record Census(long heapBytes, int threads, long streams, long connections) {

  private static final List<String> CONNECTIONS =
      List.of(
          "tech.kwik.core.impl.QuicClientConnectionImpl",
          "tech.kwik.core.server.impl.ServerConnectionImpl");

  /** Has the collector run, and counts. */
  static Census of(long pid) throws IOException, InterruptedException {
    Process counting =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String histogram = new String(counting.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    counting.waitFor();
    long heap = 0;
    long streams = 0;
    long connections = 0;
    for (String line : histogram.lines().toList()) {
      String[] words = line.strip().split("\\s+");
      if (words.length < 3) {
        continue;
      }
      if (words[0].equals("Total")) {
        heap = Long.parseLong(words[2]);
      } else if (line.contains(" tech.kwik.core.stream.QuicStreamImpl")) {
        streams = Long.parseLong(words[1]);
      } else if (words.length > 3 && CONNECTIONS.contains(words[3])) {
        connections += Long.parseLong(words[1]);
      }
    }
    if (heap == 0) {
      throw new IllegalStateException("cannot count: " + histogram);
    }
    return new Census(heap, threads(pid), streams, connections);
  }

  private static int threads(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("Threads:")) {
        return Integer.parseInt(line.substring("Threads:".length()).strip());
      }
    }
    return 0;
  }

  @Override
  public String toString() {
    return "%.1f MB, %d threads, %d streams, %d connections"
        .formatted(heapBytes / 1e6, threads, streams, connections);
  }
}
