package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import bambusa.TestAuthor;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.relay.client.RelayClient;
import bambusa.relay.client.RelayClientException;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader who asks two relays sees where one of them holds less, and misses nothing by it. */
final class ComparedRelaysTest {

  private static final TestAuthor PANDA = TestAuthor.named("panda");

  private static final String OPEN =
      """
      async ([first, second, document]) => {
        const { open } = await import(second + "leecher/api.js");
        window.forks = [];
        window.leecher = await open({
          relays: [first, second], documents: document, name: "compared " + document,
          onLeecher: (leecher) => leecher.addEventListener("fork", ({ detail }) => forks.push(detail.seqNum)),
        });
      }
      """;

  /** Whether the relay of a number differs in exactly this way. */
  private static final String DIFFERS =
      """
      ([number, kind, stored, held]) => {
        const relay = leecher.relays[number];
        return relay?.state === "differs" && relay.logs.length === 1 && relay.logs[0].kind === kind
          && relay.logs[0].stored === stored && relay.logs[0].held === held;
      }
      """;

  private static final String AGREE =
      "() => leecher.relays.length === 2"
          + " && leecher.relays.every(({ state }) => state === 'agrees')";

  @TempDir static Path directory;

  private static final AtomicInteger LOGS = new AtomicInteger();

  private static RelayProcess first;
  private static RelayProcess second;
  private static RelayProxy liar;
  private static Site site;
  private static Chromium chromium;

  private final int logId = LOGS.getAndIncrement();
  private final TestLog log = new TestLog(PANDA, logId);

  @BeforeAll
  static void start() {
    first = RelayProcess.start(directory.resolve("first"));
    second = RelayProcess.start(directory.resolve("second"));
    liar = RelayProxy.to(first);
    site = Site.start(directory);
    chromium = Chromium.start(directory.resolve("profile"));
  }

  @AfterAll
  static void stop() {
    chromium.close();
    site.close();
    liar.close();
    first.close();
    second.close();
  }

  @BeforeEach
  void publishTwo() throws Exception {
    liar.answering(answer -> answer);
    VerifiedEntry created = log.create("stems");
    publish(created, first, second);
    publish(log.update("leaves", created), first, second);
  }

  @Test
  void entriesThatOneRelayWithholdsComeFromTheOtherAndAreNamedAsWithheld() throws Exception {
    VerifiedEntry third = log.update("roots", log.entries().get(1));
    publish(third, first, second);
    Pattern entry = Pattern.compile("\\{\"entry\":\"" + third.entry().encoded() + "\"[^}]*\\},?");
    liar.answering(answer -> entry.matcher(lower(answer, 3, 2)).replaceAll(""));

    Page page = open(liar.page());
    // The relay's own page shows the same to a reader who names both.
    Page readers = chromium.newTab();
    AtomicReference<Route> program = new AtomicReference<>();
    readers.route("**/leecher-worker.js", program::set);
    LeecherTab tab = LeecherTab.open(readers, second.page());
    tab.find("#relay summary").click();
    tab.find("#relay-address").fill(liar.page() + " " + second.page());
    // Who is quick names them before the first one is opened.
    readers.waitForCondition(() -> program.get() != null);
    tab.find("#relay-form button[type=submit]").click();
    program.get().resume();
    awaitEntries(page, 3);
    page.waitForFunction(DIFFERS, List.of(0, "withheld", 3, 2));
    page.waitForFunction("() => leecher.relays[1].state === 'agrees'");
    Locator line = tab.find("#relays [data-state=differs]");
    line.filter(new Locator.FilterOptions().setHasText("ends at entry 2, though there are 3"))
        .filter(new Locator.FilterOptions().setHasText(liar.page().getAuthority()))
        .waitFor();
    tab.page().close();
    page.close();
  }

  @Test
  void relayThatWasPutBackIsNamedAndWhatItHadIsKept() throws Exception {
    VerifiedEntry third = log.update("roots", log.entries().get(1));
    publish(third, first, second);
    Page page = open(liar.page());
    awaitEntries(page, 3);
    page.waitForFunction(AGREE);
    Pattern count = Pattern.compile("\"entryCount\":\"[0-9]+\"");
    liar.answering(answer -> count.matcher(lower(answer, 3, 2)).replaceAll("\"entryCount\":\"1\""));
    publish(log.update("twigs", third), second);
    page.waitForFunction(DIFFERS, List.of(0, "rollback", 4, 2));
    awaitEntries(page, 4);
    page.close();
  }

  @Test
  void relayThatWasPutBackAndForksAreNamedByTheElementAlsoWhereThereIsNoOther() throws Exception {
    TestAuthor bear = TestAuthor.named("bear");
    TestLog bears = new TestLog(bear, 0);
    VerifiedEntry created = bears.create("stems");
    publish(created, first);
    Page page = chromium.newTab();
    page.navigate(site.page("/", ""));
    page.evaluate(
        """
        async ([relay, owners]) => {
          await import(relay + "leecher/leecher.js");
          window.element = document.createElement("p2panda-leecher");
          Object.entries({ relay, owners, schema: "schema_field_definition_v1" }).forEach(([name, value]) => element.setAttribute(name, value));
          document.body.append(element);
        }
        """,
        List.of(liar.page().toString(), bear.publicKey().toString()));
    page.waitForFunction("() => element.leecher?.status.state === 'live'");
    Number held = (Number) page.evaluate("() => element.leecher.status.relayEntryCount");
    Number stored = (Number) page.evaluate("() => element.leecher.status.entries");
    TestLog branch = bears.branchAfter(1);
    publish(bears.update("roots", created), first);
    page.waitForFunction("stored => element.leecher.status.entries > stored", stored);
    Pattern count = Pattern.compile("\"entryCount\":\"[0-9]+\"");
    UnaryOperator<String> fewer =
        answer -> count.matcher(answer).replaceAll("\"entryCount\":\"" + held + "\"");
    // A fork makes them fewer too.
    liar.answering(fewer);
    page.evaluate("() => element.leecher.resume()");
    page.waitForFunction(
        "stored => element.leecher.status.state === 'live' && element.leecher.status.relayEntryCount === stored",
        held);
    assertThat(page.locator("p2panda-leecher [part=differences]").isHidden()).isTrue();
    // So a relay answers whose newest entry came before the one that is asked for what follows it.
    liar.answering(answer -> fewer.apply(answer).replace("\"reset\":false", "\"reset\":true"));
    page.evaluate("() => element.leecher.resume()");
    Locator lines = page.locator("p2panda-leecher [part=differences]");
    lines
        .getByText(
            "was put back to an earlier state: it held %d entries and holds %d"
                .formatted(held.intValue() + 1, held.intValue()))
        .waitFor();
    liar.answering(answer -> answer);
    page.evaluate("() => element.leecher.resume()");
    lines.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));

    VerifiedEntry other = branch.update("twigs", created);
    assertThat(catchThrowable(() -> publish(other, first)))
        .isInstanceOf(RelayClientException.class);
    lines.getByText("A log ends at a fork").waitFor();
    // Without network an answer may never come.
    int questions = liar.questions().size();
    page.workers().get(0).evaluate("() => { self.dispatchEvent(new Event('offline')); }");
    page.waitForCondition(
        () -> liar.questions().size() > questions,
        new Page.WaitForConditionOptions().setTimeout(5_000));
    page.close();
  }

  @Test
  void branchesOfOneLogAtTwoRelaysProveAForkAndTheLogEndsBeforeIt() throws Exception {
    TestLog branch = log.branchAfter(2);
    publish(log.update("roots", log.entries().get(1)), first);
    publish(branch.update("twigs", log.entries().get(1)), second);

    Page page = open(first.page());
    page.waitForFunction("() => forks.includes('3')");
    page.waitForFunction(DIFFERS, List.of(0, "fork", 2, 3));
    // A relay that is told of the other branch knows as much.
    assertThat(catchThrowable(() -> publish(branch.entries().get(2), first)))
        .isInstanceOf(RelayClientException.class);
    page.waitForFunction("() => leecher.relays[0].state === 'agrees'");
    page.close();
  }

  @Test
  void definitionOfASchemaThatTheFollowedRelayWithholdsComesFromTheOther() {
    Garden garden = new Garden(first.graphql());
    garden.plant("oak", 20, 1);
    garden.copyTo(second.graphql());
    // All fields of the answer that give an entry by its hash give none.
    Pattern byHash = Pattern.compile("\"(e[0-9]+)\":\\{[^}]*\\}");
    liar.answering(answer -> byHash.matcher(answer).replaceAll("\"$1\":null"));
    Page page = chromium.newTab();
    page.navigate(site.page("/", ""));
    page.evaluate(
        """
        async ([first, second, schema]) => {
          const { open } = await import(second + "leecher/api.js");
          window.leecher = await open({ relays: [first, second], schemas: schema, name: "withheld definition" });
        }
        """,
        List.of(liar.page().toString(), second.page().toString(), garden.schema()));
    page.waitForFunction(
        "async (schema) => (await leecher.documents({ schema })).documents[0]?.fields.name === 'oak'",
        garden.schema());
    page.waitForFunction("() => leecher.status.state === 'live'");
    assertThat((String) page.evaluate("() => leecher.status.relay"))
        .startsWith(liar.page().toString());
    assertThat(liar.questions()).anyMatch(question -> question.contains("entryByHash"));
    page.close();
  }

  /** The answer with another height of the log. */
  private String lower(String answer, int height, int told) {
    return answer.replace("\"" + logId + ":" + height + "\"", "\"" + logId + ":" + told + "\"");
  }

  private Page open(URI preferred) {
    Page page = chromium.newTab();
    page.navigate(site.page("/", ""));
    page.evaluate(
        OPEN,
        List.of(
            preferred.toString(),
            second.page().toString(),
            log.entries().get(0).hash().toString()));
    return page;
  }

  private static void awaitEntries(Page page, int entries) {
    page.waitForFunction("entries => leecher.status.entries === entries", entries);
  }

  private static void publish(VerifiedEntry entry, RelayProcess... relays) throws Exception {
    for (RelayProcess relay : relays) {
      new RelayClient(relay.graphql(), HttpClient.newHttpClient())
          .publish(entry.entry().encoded(), entry.decoded().encodedOperation());
    }
  }
}
