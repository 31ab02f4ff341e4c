package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every snippet of the embedding guide does what it says, in a page of another origin. */
final class EmbeddingGuideTest {

  private static final Pattern SNIPPET =
      Pattern.compile("^```(html|js)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir Path directory;

  private record Snippet(String language, String text) {}

  @Test
  void everySnippetRuns() throws IOException {
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"));
        Site site = Site.start(directory);
        Chromium chromium = Chromium.start(directory.resolve("profile"))) {
      Garden garden = new Garden(relay.graphql());
      garden.plant("bamboo", 4, 30);
      garden.measure(garden.plant("oak", 20, 1), 21);
      List<Snippet> snippets = snippets(relay, garden);
      assertThat(snippets).hasSizeGreaterThanOrEqualTo(6);
      for (Snippet snippet : snippets) {
        Page page = chromium.newTab();
        if (snippet.language().equals("html")) {
          page.navigate(site.page("/guide", snippet.text()));
          page.locator("p2panda-leecher [data-state=live]").waitFor();
          page.locator("p2panda-leecher tbody tr").nth(1).waitFor();
        } else {
          page.navigate(
              site.page(
                  "/guide",
                  "<script type=module>"
                      + snippet.text()
                      + "\nglobalThis.document.title = 'done';</script>"));
          page.waitForFunction("() => document.title === 'done'");
        }
        page.close();
        forget(chromium, site);
      }
      requireExampleFits(chromium, relay, garden);
      assertThat(chromium.problems()).isEmpty();
    }
  }

  /** Each snippet is somebody's first: nothing is stored that another has fetched. */
  private static void forget(Chromium chromium, Site site) {
    Page page = chromium.newTab();
    page.navigate(site.page("/", ""));
    page.evaluate(
        """
        async () => {
          for (const { name } of await indexedDB.databases()) {
            await new Promise((deleted) => { indexedDB.deleteDatabase(name).onsuccess = deleted; });
          }
          localStorage.clear();
        }
        """);
    page.close();
  }

  private static List<Snippet> snippets(RelayProcess relay, Garden garden) throws IOException {
    String guide = Files.readString(Path.of(System.getProperty("guide")));
    List<Snippet> snippets = new ArrayList<>();
    Matcher matcher = SNIPPET.matcher(guide);
    while (matcher.find()) {
      snippets.add(
          new Snippet(
              matcher.group(1),
              matcher
                  .group(2)
                  .replace("https://relay.example/", relay.page().toString())
                  .replace("https://relay.example", relay.page().toString())
                  .replace("plants_0020…", garden.schema())));
    }
    return snippets;
  }

  /** The example that the relay serves, as a reader with a telephone sees it. */
  private static void requireExampleFits(Chromium chromium, RelayProcess relay, Garden garden) {
    Page page = chromium.newTab();
    page.setViewportSize(360, 800);
    page.navigate(relay.page() + "examples/embed.html?schema=" + garden.schema());
    page.locator("p2panda-leecher tbody tr").nth(1).waitFor();
    int reach = ((Number) page.evaluate("() => document.documentElement.scrollWidth")).intValue();
    assertThat(reach).isLessThanOrEqualTo(360);
    // Its title stays on one line.
    assertThat(page.locator("p2panda-leecher caption").boundingBox().height).isLessThan(60);
    page.close();
  }
}
