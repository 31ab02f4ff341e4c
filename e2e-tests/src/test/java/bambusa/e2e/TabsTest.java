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
      async ([relay, name, before, relays]) => {
        const NativeWorker = Worker;
        window.Worker = class extends NativeWorker {
          constructor() {
            const module = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
            super(module(`import "${module(before)}"; import "${relay}leecher/leecher-worker.js";`), { type: "module" });
          }
        };
        const { open } = await import(relay + "leecher/api.js");
        window.leecher = await open({ relays: relays ? [relays] : [], name });
      }
      """;

  private static final String NOTHING = "";

  /** As on plain http. */
  private static final String NO_LOCKS =
      "Object.defineProperty(navigator, 'locks', { value: undefined });";

  private static final String LEADING = "leecher.status.leading && leecher.status.state === 'live'";
  private static final String FOLLOWING =
      "!leecher.status.leading && leecher.status.state === 'live'";
  private static final String LEADS = "() => " + LEADING;
  private static final String FOLLOWS = "() => " + FOLLOWING;

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
  void frozenTabIsReplacedAndWritesNoMoreWhenItThaws() throws Exception {
    try (BareChromium bare = BareChromium.start(directory.resolve("bare"))) {
      BareChromium.Tab frozen = openBare(bare);
      bare.await(frozen, LEADING);
      BareChromium.Tab other = openBare(bare);
      bare.await(other, FOLLOWING);
      bare.evaluate(
          frozen, "document.addEventListener('freeze', () => { window.wasFrozen = true; })");
      bare.freeze(frozen);
      long before = System.nanoTime();
      bare.await(other, LEADING);
      assertThat((System.nanoTime() - before) / 1e9).as("seconds until replaced").isLessThan(10);
      garden.plant("yew", 5, 1);
      bare.await(other, shows("yew"));

      bare.thaw(frozen);
      bare.await(frozen, FOLLOWING);
      assertThat(bare.evaluate(frozen, "wasFrozen").asBoolean()).isTrue();
      garden.plant("box", 5, 1);
      bare.await(frozen, shows("box"));
      bare.await(other, shows("box"));
    }
  }

  private static BareChromium.Tab openBare(BareChromium bare) throws Exception {
    BareChromium.Tab tab = bare.open(site.page("/", ""));
    bare.evaluate(
        tab, "(" + OPEN + ")(['" + relay.page() + "', 'frozen', '', '" + relay.page() + "'])");
    return tab;
  }

  private static String shows(String plant) {
    return "leecher.documents({ schema: '%s', filter: { name: '%s' } })"
            .formatted(garden.schema(), plant)
        + ".then(({ documents }) => documents.length === 1)";
  }

  @Test
  void whatATabThatFollowsImportsIsTakenInByTheOneThatLeads() {
    Page source = open("source", NOTHING);
    source.waitForFunction(LEADS);
    // Both tabs ask no relay: all they hold is from the file.
    Page leader = open("imported", NOTHING, "");
    leader.waitForFunction("() => leecher.status.leading");
    Page follower = open("imported", NOTHING, "");
    follower.evaluate(
        """
        () => {
          window.steps = [];
          leecher.addEventListener("importing", ({ detail }) => steps.push(detail.stored));
        }
        """);
    String text =
        (String) source.evaluate("async () => (await (await leecher.export()).text()).trim()");
    assertThat(
            follower.evaluate(
                """
                async (text) => {
                  const leads = leecher.status.leading;
                  const cut = await leecher.import(new Blob([text.slice(0, -40)])).catch(({ code, message }) => code + ": " + message);
                  const { stored, known, refused } = await leecher.import(new Blob([text]));
                  return [leads, cut.startsWith("argument: "), stored + known === steps.at(-1) + known, refused];
                }
                """,
                text))
        .isEqualTo(List.of(false, true, true, 0));
    requireSame(leader, follower);
    assertThat(names(follower)).contains("oak");

    // Who leads when it comes to it takes it in, even if that is this tab.
    follower.evaluate(
        "text => { window.again = leecher.import(new Blob([text])).then(({ known }) => known); }",
        text);
    leader.close();
    assertThat(((Number) follower.evaluate("() => again")).intValue()).isPositive();
    follower.close();
    source.close();
  }

  @Test
  void tabThatFollowsDropsWhatIsStoredAndBothShowIt() {
    Page leader = open("dropped", NOTHING);
    leader.waitForFunction(LEADS);
    Page follower = open("dropped", NOTHING);
    follower.waitForFunction(FOLLOWS);
    follower.waitForFunction("() => leecher.status.entries > 0");
    assertThat(names(leader)).contains("oak");
    follower.evaluate("schemas => leecher.drop({ schemas })", garden.schema());
    for (Page tab : List.of(leader, follower)) {
      tab.waitForFunction(
          "async (schema) => (await leecher.documents({ schema })).total === 0", garden.schema());
    }
    // What comes from now on is shown.
    garden.plant("after dropping", 1, 1);
    awaitPlant(leader, "after dropping");
    awaitPlant(follower, "after dropping");
    leader.close();
    follower.close();
  }

  @Test
  void nameThatIsOpenForOtherDocumentsIsRefusedUntilItIsFreed() {
    Page first = open("one name", NOTHING);
    first.waitForFunction(LEADS);
    Object told =
        first.evaluate(
            """
            async ([relay, schemas]) => {
              const { open } = await import(relay + "leecher/api.js");
              const other = (options) => open({ relays: relay, name: "one name", ...options })
                .then((leecher) => leecher, ({ code, message }) => code + ": " + message);
              const here = await other({ schemas });
              const same = await other({});
              const further = await same.resume({ schemas }).catch(({ code }) => code);
              const live = (await same.live()).state;
              leecher.close();
              same.close();
              const freed = await other({ schemas });
              return [here, further, live, (await freed.live()).state];
            }
            """,
            List.of(relay.page().toString(), garden.schema()));
    assertThat((List<?>) told)
        .element(0)
        .asString()
        .startsWith("argument: the database one name is already open for other documents")
        .contains("schemas any", "schemas [" + garden.schema() + "]", "another name");
    assertThat(((List<?>) told).subList(1, 4)).isEqualTo(List.of("argument", "live", "live"));
    first.close();
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
    return open(name, before, relay.page().toString());
  }

  private static Page open(String name, String before, String relays) {
    Page page = chromium.newTab();
    page.navigate(site.page("/", ""));
    page.evaluate(OPEN, List.of(relay.page().toString(), name, before, relays));
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
