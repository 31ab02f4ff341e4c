package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import bambusa.TestAuthor;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.relay.client.RelayClient;
import bambusa.relay.client.RelayClientException;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader who asks two relays sees where one of them holds less, and misses nothing by it. */
final class ComparedRelaysTest {

  private static final TestAuthor PANDA = TestAuthor.named("panda");
  private static final TestAuthor BEAR = TestAuthor.named("bear");

  private static final String OPEN =
      """
      async ([first, second, leecher]) => {
        const { open } = await import(second + "leecher/api.js");
        window.forks = [];
        window.leecher = await open({
          relays: [first, second], name: "compared",
          onLeecher: (leecher) => leecher.addEventListener("fork", ({ detail }) => forks.push(detail.seqNum)),
        });
      }
      """;

  /** Whether the relay of a number differs in exactly this way. */
  private static final String DIFFERS =
      """
      ([number, kind, author, stored, held]) => {
        const relay = leecher.relays[number];
        return relay?.state === "differs" && relay.logs.length === 1 && relay.logs[0].kind === kind
          && relay.logs[0].author === author && relay.logs[0].stored === stored && relay.logs[0].held === held;
      }
      """;

  @TempDir Path directory;

  private RelayProcess first;
  private RelayProcess second;
  private RelayProxy liar;
  private Site site;
  private Chromium chromium;
  private final TestLog log = new TestLog(PANDA, 0);
  private final TestLog other = new TestLog(BEAR, 0);

  @BeforeEach
  void start() throws Exception {
    first = RelayProcess.start(directory.resolve("first"));
    second = RelayProcess.start(directory.resolve("second"));
    liar = RelayProxy.to(first);
    site = Site.start(directory);
    chromium = Chromium.start(directory.resolve("profile"));
    VerifiedEntry created = log.create("stems");
    publish(created, first, second);
    publish(log.update("leaves", created), first, second);
    publish(other.create("height"), first, second);
  }

  @AfterEach
  void stop() {
    chromium.close();
    site.close();
    liar.close();
    first.close();
    second.close();
  }

  @Test
  void entriesThatOneRelayWithholdsComeFromTheOtherAndAreNamedAsWithheld() throws Exception {
    VerifiedEntry third = log.update("roots", log.entries().get(1));
    publish(third, first, second);
    Pattern entry = Pattern.compile("\\{\"entry\":\"" + third.entry().encoded() + "\"[^}]*\\},?");
    String height = PANDA.publicKey() + "\",\"logs\":[\"0:";
    liar.answering(
        answer -> entry.matcher(answer).replaceAll("").replace(height + "3", height + "2"));

    Page page = open(liar.page());
    // The relay's own page shows the same to a reader who names both.
    LeecherTab tab = LeecherTab.open(chromium.newTab(), second.page());
    tab.find("#relay summary").click();
    tab.find("#relay-address").fill(liar.page() + " " + second.page());
    tab.find("#relay-form button[type=submit]").click();
    awaitEntries(page, 4);
    page.waitForFunction(DIFFERS, List.of(0, "withheld", PANDA.publicKey().toString(), 3, 2));
    page.waitForFunction("() => leecher.relays[1].state === 'agrees'");
    tab.find("#relays [data-state=differs]").waitFor();
    assertThat(tab.text("#relays [data-state=differs]"))
        .contains(liar.page().getAuthority(), "ends at entry 2, though there are 3");
  }

  @Test
  void relayThatWasPutBackIsNamedAndWhatItHadIsKept() throws Exception {
    Page page = open(first.page());
    awaitEntries(page, 3);
    page.waitForFunction("() => leecher.relays.every(({ state }) => state === 'agrees')");
    restartFirst("first", () -> copy(directory.resolve("first"), directory.resolve("before")));
    publish(log.update("roots", log.entries().get(1)), first, second);
    awaitEntries(page, 4);
    page.waitForFunction("() => leecher.relays.every(({ state }) => state === 'agrees')");
    restartFirst("before", () -> {});
    page.waitForFunction(DIFFERS, List.of(0, "rollback", PANDA.publicKey().toString(), 3, 2));
    awaitEntries(page, 4);
  }

  @Test
  void branchesOfOneLogAtTwoRelaysProveAForkAndTheLogEndsBeforeIt() throws Exception {
    TestLog branch = log.branchAfter(2);
    publish(log.update("roots", log.entries().get(1)), first);
    publish(branch.update("twigs", log.entries().get(1)), second);

    Page page = open(first.page());
    page.waitForFunction("() => forks.includes('3')");
    page.waitForFunction(DIFFERS, List.of(0, "fork", PANDA.publicKey().toString(), 2, 3));
    // A relay that is told of the other branch knows as much.
    assertThat(catchThrowable(() -> publish(branch.entries().get(2), first)))
        .isInstanceOf(RelayClientException.class);
    page.waitForFunction("() => leecher.relays[0].state === 'agrees'");
  }

  /** At the same address. */
  private void restartFirst(String data, Runnable meanwhile) {
    int port = first.httpPort();
    first.close();
    meanwhile.run();
    first = RelayProcess.startAt(port, directory.resolve(data));
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectory(to);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Page open(URI preferred) {
    Page page = chromium.newTab();
    page.navigate(site.page("/", ""));
    page.evaluate(OPEN, List.of(preferred.toString(), second.page().toString()));
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
