package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.bench.Corpus;
import bambusa.bench.FilledStore;
import bambusa.operation.SchemaId;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** A reader's first visit to a relay that holds a lot. */
final class ColdSyncTest {

  private static final int ENTRIES = 20_000;
  private static final int AUTHORS = 50;

  /** Far above the budget of 50 ms, as a test may run beside others; signatures take seconds. */
  private static final double MOST_BLOCKED_MILLIS = 400;

  @TempDir Path directory;

  @Test
  void twentyThousandDocumentsArriveOnceAreAllMadeAndThePageStaysResponsive(TestReporter reporter)
      throws InterruptedException {
    Corpus corpus = Corpus.sign(new Corpus.Shape(ENTRIES, AUTHORS, 1));
    FilledStore.fill(directory.resolve("data"), corpus.entries().subList(0, ENTRIES));
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"));
        Chromium chromium = Chromium.start(directory.resolve("profile"))) {
      long started = System.nanoTime();
      URI view = relay.page().resolve("#documents/" + SchemaId.SCHEMA_FIELD_DEFINITION);
      LeecherTab tab = LeecherTab.open(chromium.tab(), view);
      tab.awaitEntries(ENTRIES);
      double seconds = (System.nanoTime() - started) / 1e9;
      tab.awaitState("live");
      assertThat(tab.entries()).isEqualTo(ENTRIES);
      assertThat(tab.text("#fact-authors")).isEqualTo(Integer.toString(AUTHORS));
      // They are made from what is read again, while more is decided.
      tab.find("#documents-view .pager").getByText(ENTRIES + " documents").waitFor();
      double blocked = tab.longestTask();
      reporter.publishEntry(
          "cold sync",
          String.format(
              Locale.ROOT,
              "%d entries in %.1f s, longest task of the main thread %.0f ms",
              ENTRIES,
              seconds,
              blocked));
      assertThat(blocked).isLessThan(MOST_BLOCKED_MILLIS);
      assertThat(tab.storedEntries(relay.graphql())).doesNotHaveDuplicates().hasSize(ENTRIES);
      assertThat(tab.refusals()).isEmpty();
      assertThat(chromium.problems()).isEmpty();
    }
  }
}
