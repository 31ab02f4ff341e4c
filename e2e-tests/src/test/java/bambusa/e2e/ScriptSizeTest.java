package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** What a browser has to load before it can leech, compressed as a host serves it. */
final class ScriptSizeTest {

  /**
   * What was reached, and a little room. Raise it only for something that is worth its bytes to
   * everybody; CONTRIBUTING.md says what makes it grow.
   */
  private static final int MOST_BYTES = 192_000;

  private static final Path ASSETS = Path.of(System.getProperty("leecher.assets"));
  private static final String FIRST = "leecher.js";

  /** Loaded instead of the WebAssembly, and by nobody else. */
  private static final String FALLBACK = "leecher-worker-fallback.js";

  /** Header and checksum (RFC 1952). */
  private static final int GZIP_FRAME_BYTES = 18;

  private static final Pattern NAME =
      Pattern.compile("[\"'](?:[\\w./]*/)?([\\w.-]+\\.(?:js|wasm))[\"']");

  @Test
  void everythingThatAnEmbedderLoadsStaysSmall(TestReporter reporter) throws IOException {
    Map<String, Integer> sizes = sizes();
    int sum = sizes.values().stream().mapToInt(Integer::intValue).sum();
    reporter.publishEntry("bytes, compressed", sum + " " + sizes);
    assertThat(sizes).containsKeys(FIRST, "leecher.wasm");
    assertThat(sum).as("bytes of %s", sizes).isLessThan(MOST_BYTES);
  }

  /** The first script, and whatever a script among them names. */
  private static Map<String, Integer> sizes() throws IOException {
    Map<String, Integer> sizes = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(FIRST);
    while (!open.isEmpty()) {
      String name = open.remove();
      Path file = ASSETS.resolve(name);
      if (sizes.containsKey(name) || name.equals(FALLBACK) || !Files.exists(file)) {
        continue;
      }
      byte[] bytes = Files.readAllBytes(file);
      sizes.put(name, compressed(bytes));
      if (name.endsWith(".js")) {
        Matcher named = NAME.matcher(new String(bytes, StandardCharsets.UTF_8));
        while (named.find()) {
          open.add(named.group(1));
        }
      }
    }
    return sizes;
  }

  private static int compressed(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(bytes);
    deflater.finish();
    int size = deflater.deflate(new byte[bytes.length + GZIP_FRAME_BYTES]);
    deflater.end();
    return size + GZIP_FRAME_BYTES;
  }
}
