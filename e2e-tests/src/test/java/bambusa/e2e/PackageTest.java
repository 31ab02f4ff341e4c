package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The npm package in a fresh project: its types hold, Vite bundles it, and the result runs. Takes
 * long, so it has a command of its own (CONTRIBUTING.md).
 */
@EnabledIfSystemProperty(named = "vite.skip", matches = "false")
final class PackageTest {

  private static final Path PROJECT = Path.of(System.getProperty("npm.vite"));
  private static final long TIMEOUT_SECONDS = 120;

  @TempDir Path directory;

  @Test
  void freshViteProjectIsTypedBundledAndRuns() throws Exception {
    run(
        "npm",
        "install",
        "--no-save",
        "--no-audit",
        "--no-fund",
        System.getProperty("npm.package"));
    run("npx", "tsc", "--project", ".");
    run(
        "npx",
        "vite",
        "build",
        "--logLevel",
        "warn",
        "--outDir",
        directory.resolve("site").toString());
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"));
        Site site = Site.start(directory.resolve("site"));
        Chromium chromium = Chromium.start(directory.resolve("profile"))) {
      Garden garden = new Garden(relay.graphql());
      garden.plant("oak", 20, 1);
      Page page = chromium.tab();
      page.navigate(
          site.address("/index.html?relay=" + relay.page() + "&schema=" + garden.schema()));
      page.locator("p2panda-leecher tbody tr").waitFor();
      page.waitForFunction("() => /^live [1-9]/.test(document.title)");
      assertThat(page.locator("p2panda-leecher tbody tr").allInnerTexts())
          .singleElement()
          .satisfies(row -> assertThat(row).contains("oak"));
      assertThat(chromium.problems()).isEmpty();
    }
  }

  private void run(String... command) throws IOException, InterruptedException {
    Path out = directory.resolve("out.txt");
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(PROJECT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended && process.exitValue() == 0)
        .as(String.join(" ", command) + ": " + Files.readString(out))
        .isTrue();
  }
}
