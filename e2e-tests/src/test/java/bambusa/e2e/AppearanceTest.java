package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.bench.Corpus;
import bambusa.bench.FilledStore;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as readers see it; pictures of it are left in {@code target/screenshots}. */
final class AppearanceTest {

  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final int ENTRIES = 1_500;

  @TempDir Path directory;

  @Test
  void nothingReachesOverTheEdgeOfNarrowOrWideScreens() throws Exception {
    List<EncodedEntryAndOperation> signed =
        Corpus.sign(new Corpus.Shape(ENTRIES, 30, 40)).entries().subList(0, ENTRIES);
    FilledStore.fill(directory.resolve("data"), signed);
    Entry newest = new EntryDecoder().decode(signed.get(ENTRIES - 1).entry());
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"));
        Chromium chromium = Chromium.start(directory.resolve("profile"))) {
      NpmClient.run("every-type.mjs", relay.graphql().toString());
      LeecherTab tab = LeecherTab.open(chromium.tab(), relay.page());
      tab.awaitEntries(ENTRIES);
      tab.awaitState("live");
      requireTellsOfItsRelay(tab.page());
      requireFits(tab, "logs");
      tab.inspect(
          newest.author().toString(), newest.logId().toString(), newest.seqNum().toString());
      requireFits(tab, "entry");
      relay.stop();
      tab.awaitState("offline");
      tab.page().evaluate("() => { location.hash = ''; }");
      requireFits(tab, "offline");
    }
  }

  /** The relay that serves the page, beside the logs: its peers, rate, store and nearest limit. */
  private static void requireTellsOfItsRelay(Page page) {
    page.waitForSelector("#glance:not([hidden])");
    assertThat(page.textContent("#glance-summary")).isEqualTo("everything works");
    assertThat(page.textContent("#glance-facts"))
        .contains("Peers: None", "Stored a second: 0", "Store: 1,5", "Nearest limit: ");
    page.click("#glance summary");
  }

  private static void requireFits(LeecherTab tab, String view) {
    Page page = tab.page();
    for (int width : new int[] {360, 1400}) {
      page.setViewportSize(width, 900);
      for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        String name = view + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
        page.screenshot(
            new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
      }
      int reach = ((Number) page.evaluate("() => document.documentElement.scrollWidth")).intValue();
      assertThat(reach).as(view).isLessThanOrEqualTo(width);
    }
  }
}
