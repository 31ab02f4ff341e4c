package bambusa.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Scripts that use the clients which others published on npm, unmodified. */
final class NpmClient {

  private static final long TIMEOUT_SECONDS = 60;

  private NpmClient() {}

  /** Runs a script to its end; gives the JSON that it printed. */
  static JsonNode run(String script, String... arguments) {
    Path directory = Path.of(System.getProperty("npm.clients"));
    List<String> command = new ArrayList<>(List.of("node", script));
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile("npm-out", ".txt");
      try {
        Process process =
            new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
          process.destroyForcibly();
        }
        String printed = Files.readString(out);
        if (!ended || process.exitValue() != 0) {
          throw new AssertionError(script + " failed: " + printed);
        }
        return new ObjectMapper().readTree(printed);
      } finally {
        Files.delete(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
