package bambusa.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged relay, run the way {@code ./relay} runs it. */
public final class RelayJar {

  private static final long TIMEOUT_SECONDS = 60;

  private RelayJar() {}

  /** Runs a command to its end. */
  public static Ran run(String... arguments) {
    return run(Map.of(), arguments);
  }

  /** Runs a command to its end, in an environment with some more variables. */
  public static Ran run(Map<String, String> environment, String... arguments) {
    try {
      Path out = Files.createTempFile("relay-out", ".txt");
      Path err = Files.createTempFile("relay-err", ".txt");
      try {
        ProcessBuilder builder = command(arguments);
        builder.environment().putAll(environment);
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(
              "still running after " + TIMEOUT_SECONDS + " s: " + builder.command());
        }
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A process that is not started yet; no setting of this environment reaches it. */
  static ProcessBuilder command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + file("relay.jvm"));
    // Where there is none, starting takes longer.
    command.add("-XX:SharedArchiveFile=" + file("relay.jar").replaceFirst("jar$", "jsa"));
    command.add("-jar");
    command.add(file("relay.jar"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("BAMBUSA_") || name.equals("HTTP_PORT"));
    return builder;
  }

  /** The absolute path in a system property that the build sets. */
  private static String file(String property) {
    return Path.of(System.getProperty(property)).toAbsolutePath().normalize().toString();
  }

  /** What a command that ended has left. */
  public record Ran(int exitCode, String out, String err) {}
}
