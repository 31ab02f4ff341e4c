package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Commands beside the relay are refused in words, before anything is built, and explain themselves.
 */
final class ScriptArgumentsTest {

  private record Ran(int exitCode, String out, String err) {}

  @Test
  void wrongArgumentsAreOneLineAndExitCodeTwo() throws Exception {
    for (List<String> command :
        List.of(
            List.of("bench", "nonsense"),
            List.of("bench", "beside", "many"),
            List.of("bench", "replication", "nonsense"),
            List.of("soak"),
            List.of("soak", "nonsense"),
            List.of("dist", "nonsense"),
            List.of("check", "nonsense"),
            List.of("scripts/reproduce", "nonsense"),
            List.of("scripts/archive", "nonsense"),
            List.of("scripts/healthy"))) {
      Ran ran = run(command);
      assertThat(ran.exitCode).as(command + ran.err).isEqualTo(2);
      assertThat(ran.out).isEmpty();
      assertThat(ran.err).hasLineCount(1).contains("; see ", "--help");
    }
  }

  @Test
  void helpTellsWhatTheyDo() throws Exception {
    for (String script :
        List.of("bench", "soak", "simulate", "dist", "check", "scripts/reproduce")) {
      Ran ran = run(List.of(script, "--help"));
      assertThat(ran.exitCode).as(script + ran.err).isZero();
      assertThat(ran.err).isEmpty();
      assertThat(ran.out).as(script).hasSizeGreaterThan(100).doesNotContain("#", "set -euo");
    }
  }

  private static Ran run(List<String> command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(command);
    words.set(0, Path.of("..", command.get(0)).toString());
    Process process = new ProcessBuilder(words).start();
    process.getOutputStream().close();
    // Both fit into their pipes.
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command.toString()).isTrue();
    return new Ran(
        process.exitValue(),
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
  }
}
