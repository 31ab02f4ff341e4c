package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The npm package in a fresh project: its types hold, Vite and webpack bundle it, and it runs. */
final class PackageTest {

  private static final Path PROJECT = Path.of(System.getProperty("npm.bundlers"));
  private static final long TIMEOUT_SECONDS = 120;

  @TempDir Path directory;

  @Test
  void freshProjectIsTypedBundledAndRuns() throws Exception {
    run(
        "npm",
        "install",
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--prefer-offline",
        System.getProperty("npm.package"));
    Path compiled = directory.resolve("compiled");
    run("npx", "tsc", "--project", ".", "--outDir", compiled.toString());
    Path vite = directory.resolve("vite");
    run("npx", "vite", "build", "--logLevel", "warn", "--outDir", vite.toString());
    Path webpack = directory.resolve("webpack");
    run(
        "npx",
        "webpack",
        "--mode",
        "production",
        "--resolve-modules",
        PROJECT.resolve("node_modules").toString(),
        "--entry",
        compiled.resolve("main.js").toString(),
        "--output-path",
        webpack.toString());
    Files.writeString(
        webpack.resolve("index.html"), "<!doctype html><script src=main.js defer></script>");
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"));
        Chromium chromium = Chromium.start(directory.resolve("profile"))) {
      Garden garden = new Garden(relay.graphql());
      garden.plant("oak", 20, 1);
      String query = "/index.html?relay=" + relay.page() + "&schema=" + garden.schema();
      for (Path bundled : List.of(vite, webpack)) {
        try (Site site = Site.start(bundled)) {
          Page page = chromium.tab();
          page.navigate(site.address(query));
          page.locator("p2panda-leecher tbody tr").waitFor();
          page.waitForFunction("() => /^live [1-9]/.test(document.title)");
          assertThat(page.locator("p2panda-leecher tbody tr").allInnerTexts())
              .singleElement()
              .satisfies(row -> assertThat(row).contains("oak"));
        }
      }
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
