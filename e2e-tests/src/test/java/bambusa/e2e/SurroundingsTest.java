package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The leecher where a page has less than usual: in a frame, on plain http, without any network. */
final class SurroundingsTest {

  private static final Path ASSETS = Path.of(System.getProperty("leecher.assets"));

  private static final String SANDBOX = "sandbox='allow-scripts allow-same-origin'";

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
  void frameOfAnotherOriginHasAStorageOfItsOwnAndWorksAlsoSandboxed() {
    try (Site outside = Site.start(directory)) {
      Page page = chromium.newTab();
      page.navigate(outside.page("/frames", frame("plain", "") + frame("sandboxed", SANDBOX)));
      for (String name : List.of("plain", "sandboxed")) {
        Frame frame = page.frame(name);
        frame.locator("p2panda-leecher [data-state=live]").waitFor();
        frame.locator("p2panda-leecher tbody tr").first().waitFor();
      }
      String names = "async () => (await indexedDB.databases()).map(({ name }) => name).join()";
      assertThat((String) page.evaluate(names)).isEmpty();
      assertThat((String) page.frame("plain").evaluate(names)).contains("framed");
      page.close();
    }
  }

  @Test
  void frameThatTheBrowserGivesNoStorageSaysSo() {
    Page page = chromium.newTab();
    // Another site, whose frames this browser treats like cookies of third parties.
    page.navigate(onPlainHost(site.page("/outside", frame("stranger", ""))));
    Frame frame = page.frame("stranger");
    frame.locator("p2panda-leecher [data-state=error]").waitFor();
    assertThat(frame.locator("p2panda-leecher .words").innerText())
        .contains("cannot be opened", "denied");
    page.close();
  }

  @Test
  void onPlainHttpEverythingWorksWithoutWhatBrowsersKeepForSecureContexts() {
    Page page = chromium.newTab();
    page.navigate(onPlainHost(site.page("/plain", element(relay, "plain"))));
    page.locator("p2panda-leecher tbody tr").first().waitFor();
    assertThat(page.evaluate("() => isSecureContext || 'locks' in navigator")).isEqualTo(false);
    Page second = chromium.newTab();
    second.navigate(onPlainHost(site.address("/plain")));
    second.locator("p2panda-leecher tbody tr").first().waitFor();
    garden.plant("beech", 12, 1);
    for (Page each : List.of(page, second)) {
      each.locator("p2panda-leecher tbody tr").nth(1).waitFor();
    }
    assertThat(
            page.evaluate(
                "async () => { const { leecher } = document.querySelector('p2panda-leecher');"
                    + " return [await leecher.persist(), (await leecher.storage()).quota]; }"))
        .isEqualTo(Arrays.asList(false, null));
    second.close();
    page.close();
  }

  @Test
  void pageWithTheServiceWorkerOpensWhenNeitherItsHostNorTheRelayAnswer() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("host"));
    Files.copy(ASSETS.resolve("offline.js"), folder.resolve("offline.js"));
    RelayProcess gone = RelayProcess.start(directory.resolve("gone"));
    Site host = Site.start(folder);
    Garden plants = new Garden(gone.graphql());
    plants.plant("yew", 9, 1);
    Page page = chromium.newTab();
    page.navigate(
        host.page(
            "/garden.html",
            "<script>navigator.serviceWorker.register('offline.js?relay="
                + gone.page()
                + "')</script>"
                + "<script type=module src="
                + gone.page()
                + "leecher/leecher.js></script><p2panda-leecher relay="
                + gone.page()
                + " schema="
                + plants.schema()
                + "></p2panda-leecher>"));
    page.locator("p2panda-leecher tbody tr").first().waitFor();
    page.waitForFunction("() => navigator.serviceWorker.ready.then(({ active }) => !!active)");
    gone.close();
    host.close();
    page.reload();
    page.locator("p2panda-leecher [data-state=offline]").waitFor();
    assertThat(page.locator("p2panda-leecher tbody tr").allInnerTexts())
        .singleElement()
        .satisfies(row -> assertThat(row).contains("yew"));
    page.close();
  }

  @Test
  void scriptWithIntegrityStartsWhatItWasMadeForAndNamesAFileThatWasChanged() throws IOException {
    Path folder = directory.resolve("leecher");
    Files.createDirectory(folder);
    for (String name : ASSETS.toFile().list()) {
      Files.copy(ASSETS.resolve(name), folder.resolve(name));
    }
    String integrity = Files.readString(folder.resolve("integrity.txt")).strip();
    String body =
        "<script type=module crossorigin=anonymous integrity='"
            + integrity
            + "' src=/leecher/verified.js></script><p2panda-leecher name=verified relay="
            + relay.page()
            + " schema="
            + garden.schema()
            + "></p2panda-leecher>";
    Page page = chromium.newTab();
    String address = site.page("/verified", body);
    page.navigate(address);
    page.locator("p2panda-leecher tbody tr").first().waitFor();
    for (Map.Entry<String, String> change :
        Map.of("leecher.wasm", "\0", "leecher-worker.js", ";", "element.js", ";").entrySet()) {
      Path file = folder.resolve(change.getKey());
      byte[] whole = Files.readAllBytes(file);
      Files.writeString(file, change.getValue(), StandardOpenOption.APPEND);
      page.navigate(address);
      page.locator("p2panda-leecher[role=alert]").waitFor();
      assertThat(page.locator("p2panda-leecher").innerText())
          .contains(change.getKey() + " was changed");
      Files.write(file, whole);
    }
    page.close();
  }

  private static String frame(String name, String attributes) {
    String framed = site.page("/framed", element(relay, "framed"));
    return "<iframe name=" + name + " " + attributes + " src='" + framed + "'></iframe>";
  }

  /** The same address by a name that makes no secure context. */
  private static String onPlainHost(String address) {
    return address.replace("127.0.0.1", Chromium.PLAIN_HOST);
  }

  private static String element(RelayProcess from, String name) {
    return "<script type=module src="
        + from.page()
        + "leecher/leecher.js></script><p2panda-leecher name="
        + name
        + " relay="
        + from.page()
        + " schema="
        + garden.schema()
        + "></p2panda-leecher>";
  }
}
