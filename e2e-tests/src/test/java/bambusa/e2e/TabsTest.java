package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several tabs with one database: one writes, whatever becomes of it; the others follow. */
final class TabsTest {

  /** Opens a leecher in whose worker something is done before. */
  private static final String OPEN =
      """
      async ([relay, name, before]) => {
        const NativeWorker = Worker;
        window.Worker = class extends NativeWorker {
          constructor() {
            const module = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
            super(module(`import "${module(before)}"; import "${relay}leecher/leecher-worker.js";`), { type: "module" });
          }
        };
        const { open } = await import(relay + "leecher/api.js");
        window.leecher = await open({ relays: relay, name });
      }
      """;

  private static final String NOTHING = "";

  /** As on plain http. */
  private static final String NO_LOCKS =
      "Object.defineProperty(navigator, 'locks', { value: undefined });";

  /** A worker that stands still, like that of a tab which the browser has frozen. */
  private static final String FREEZABLE =
      """
      new BroadcastChannel("freeze").onmessage = ({ data }) => {
        const held = new XMLHttpRequest();
        held.open("GET", data, false);
        held.send();
      };
      """;

  private static final String LEADS =
      "() => leecher.status.leading && leecher.status.state === 'live'";
  private static final String FOLLOWS =
      "() => !leecher.status.leading && leecher.status.state === 'live'";

  private static final String NAMES =
      "(await leecher.documents({ schema, orderBy: 'name', first: 100 }))"
          + ".documents.map(({ fields }) => fields.name).join()";

  @TempDir static Path directory;

  private static RelayProcess relay;
  private static Site site;
  private static Chromium chromium;
  private static Garden garden;

  @BeforeAll
  static void start() {
    relay = RelayProcess.start(directory.resolve("data"));
    site = Site.start(directory);
    chromium = Chromium.start(directory.resolve("profile"));
    garden = new Garden(relay.graphql());
    garden.plant("oak", 20, 1);
  }

  @AfterAll
  static void stop() {
    chromium.close();
    site.close();
    relay.close();
  }

  @Test
  void oneTabLeadsOthersShowTheSameAndTheNextLeadsWhenItIsClosed() {
    Page first = open("closed", NOTHING);
    first.waitForFunction(LEADS);
    Page second = open("closed", NOTHING);
    second.waitForFunction(FOLLOWS);
    requireSame(first, second);

    garden.plant("elm", 10, 1);
    awaitPlant(first, "elm");
    awaitPlant(second, "elm");
    requireSame(first, second);
    first.close();
    second.waitForFunction(LEADS);
    garden.plant("ash", 10, 1);
    awaitPlant(second, "ash");
    second.close();
  }

  @Test
  void frozenTabIsReplacedAndWritesNoMoreWhenItThaws() {
    Page frozen = open("frozen", FREEZABLE);
    frozen.waitForFunction(LEADS);
    Page other = open("frozen", NOTHING);
    other.waitForFunction(FOLLOWS);
    long before = System.nanoTime();
    other.evaluate(
        "held => new BroadcastChannel('freeze').postMessage(held)", site.address("/held"));
    other.waitForFunction(LEADS);
    assertThat((System.nanoTime() - before) / 1e9).as("seconds until replaced").isLessThan(10);
    garden.plant("yew", 5, 1);
    awaitPlant(other, "yew");
    site.release();
    frozen.waitForFunction(FOLLOWS);
    garden.plant("box", 5, 1);
    awaitPlant(frozen, "box");
    awaitPlant(other, "box");
    requireSame(frozen, other);
    frozen.close();
    other.close();
  }

  @Test
  void withoutLocksTheTabsAgreeByMessages() {
    Page first = open("messages", NO_LOCKS);
    first.waitForFunction(LEADS);
    Page second = open("messages", NO_LOCKS);
    second.waitForFunction(FOLLOWS);
    first.close();
    second.waitForFunction(LEADS);
    garden.plant("fir", 5, 1);
    awaitPlant(second, "fir");
    second.close();
  }

  private static Page open(String name, String before) {
    Page page = chromium.newTab();
    page.navigate(site.page("/", ""));
    page.evaluate(OPEN, List.of(relay.page().toString(), name, before));
    return page;
  }

  private static void awaitPlant(Page page, String name) {
    page.waitForFunction(
        """
        async ([schema, name]) => {
          const { total } = await leecher.documents({ schema, first: 1 });
          const { documents } = await leecher.documents({ schema, filter: { name } });
          return total > 0 && documents.length === 1;
        }
        """,
        List.of(garden.schema(), name));
  }

  private static String names(Page page) {
    return (String) page.evaluate("async (schema) => " + NAMES, garden.schema());
  }

  /** What {@code one} tells of what it holds, {@code other} tells soon after. */
  private static void requireSame(Page one, Page other) {
    int entries = ((Number) one.evaluate("() => leecher.status.entries")).intValue();
    other.waitForFunction("entries => leecher.status.entries >= entries", entries);
    String names = names(one);
    assertThat(names).isNotEmpty();
    other.waitForFunction(
        "async ([schema, expected]) => " + NAMES + " === expected",
        List.of(garden.schema(), names));
  }
}
