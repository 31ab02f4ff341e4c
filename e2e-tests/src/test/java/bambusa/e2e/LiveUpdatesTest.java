package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.crypto.Hash;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** What comes to a reader one by one, and what he carries from place to place as a file. */
final class LiveUpdatesTest {

  private static final int UPDATES = Integer.getInteger("live.updates", 40);

  /** Of the database and of what is known of the page's memory, after letting go of garbage. */
  private static final String SIZES =
      """
      async () => {
        const done = (request) => new Promise((found) => { request.onsuccess = () => found(request.result); });
        const database = await done(indexedDB.open("live"));
        const counts = {};
        for (const store of ["page", "segment", "document"]) {
          counts[store] = await done(database.transaction(store).objectStore(store).count());
        }
        database.close();
        return counts;
      }
      """;

  @TempDir Path directory;

  private RelayProcess relay;
  private Site site;
  private Chromium chromium;
  private Garden garden;

  @BeforeEach
  void start() {
    relay = RelayProcess.start(directory.resolve("data"));
    site = Site.start(directory);
    chromium = Chromium.start(directory.resolve("profile"));
    garden = new Garden(relay.graphql());
  }

  @AfterEach
  void stop() {
    chromium.close();
    site.close();
    relay.close();
  }

  @Test
  void manyUpdatesOneByOneLeaveFewRecordsAndTheLastOneIsShown(TestReporter reporter) {
    Hash oak = garden.plant("oak", 1, 1);
    Page page = open(relay, "live");
    page.waitForFunction("() => leecher.status.state === 'live'");
    for (int i = 1; i <= UPDATES; i++) {
      garden.measure(oak, i + 0.5);
      if (i % 20 == 0) {
        awaitHeight(page, i + 0.5);
      }
    }
    awaitHeight(page, UPDATES + 0.5);
    // Merged in idle time: far fewer records than updates, and one document.
    page.waitForFunction(
        "async (most) => { const counts = await ("
            + SIZES
            + ")();"
            + " return counts.page <= most && counts.segment <= most && counts.document <= 1; }",
        40 + UPDATES / 100);
    reporter.publishEntry("after " + UPDATES + " updates", page.evaluate(SIZES).toString());
    page.close();
  }

  @Test
  void whatABrowserExportsARelayTakesInAndTheReverse() throws Exception {
    garden.measure(garden.plant("oak", 20, 1), 21);
    garden.plant("elm", 18, 2);
    Page page = open(relay, "exported");
    page.evaluate("() => leecher.live()");
    String exported =
        (String)
            page.evaluate(
                """
                async () => {
                  const bytes = new Uint8Array(await (await leecher.export({ gzip: true })).arrayBuffer());
                  return btoa(String.fromCharCode(...bytes));
                }
                """);
    int entries = ((Number) page.evaluate("() => leecher.status.entries")).intValue();
    Path file = Files.write(directory.resolve("a.gz"), Base64.getDecoder().decode(exported));
    String other = directory.resolve("other").toString();
    RelayJar.Ran taken = RelayJar.run("import", file.toString(), "--data", other);
    assertThat(taken.exitCode()).as(taken.err() + taken.out()).isZero();
    Path back = directory.resolve("back.gz");
    RelayJar.Ran given = RelayJar.run("export", back.toString(), "--data", other);
    assertThat(given.exitCode()).as(given.err()).isZero();

    assertThat(
            page.evaluate(
                """
                async ([relay, schema, text]) => {
                  const { open } = await import(relay + "leecher/api.js");
                  const copy = await open({ relays: [], name: "back" });
                  const file = new Blob([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]);
                  const { stored, refused } = await copy.import(file);
                  const { documents } = await copy.documents({ schema, orderBy: "name" });
                  return [stored, refused, documents.map(({ fields }) => fields.name + fields.height).join()];
                }
                """,
                List.of(
                    relay.page().toString(),
                    garden.schema(),
                    Base64.getEncoder().encodeToString(Files.readAllBytes(back)))))
        .isEqualTo(List.of(entries, 0, "elm18,oak21"));
    page.close();
  }

  private Page open(RelayProcess from, String name) {
    Page page = chromium.newTab();
    page.navigate(site.page("/", ""));
    page.evaluate(
        """
        async ([relay, name]) => {
          const { open } = await import(relay + "leecher/api.js");
          window.leecher = await open({ relays: relay, name });
        }
        """,
        List.of(from.page().toString(), name));
    return page;
  }

  private void awaitHeight(Page page, double height) {
    page.waitForFunction(
        """
        async ([schema, height]) => {
          const { documents } = await leecher.documents({ schema });
          return documents[0]?.fields.height === height;
        }
        """,
        List.of(garden.schema(), height));
  }
}
