package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.bench.Corpus;
import bambusa.bench.FilledStore;
import bambusa.operation.SchemaId;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
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

  /**
   * Which documents, and in which order: as a sort of all of them, before there is an index and
   * with it.
   */
  private static final String SORTS =
      """
      async ([relay, schema]) => {
        const { open } = await import("/leecher/api.js");
        const leecher = await open({ relays: relay, name: "bambusa" });
        const ids = async (question, most) => {
          const found = [];
          for (let after = null; found.length < most; ) {
            const page = await leecher.documents({ schema, first: 1000, ...question, after });
            found.push(...page.documents.map(({ documentId, owner }) => documentId + owner));
            after = page.endCursor;
            if (!page.hasNextPage) break;
          }
          return found.slice(0, most);
        };
        const isIndexed = () => new Promise((told) => {
          indexedDB.open("bambusa").onsuccess = ({ target: { result } }) => {
            result.transaction("meta").objectStore("meta").get("documents " + schema).onsuccess = ({ target }) => {
              result.close();
              told(target.result.fields.includes("$documentId"));
            };
          };
        });
        const all = (await ids({}, 1e6)).sort();
        const owner = all[0].slice(-64);
        const same = async () => {
          const up = await ids({ orderBy: "$documentId" }, 1500);
          const down = await ids({ orderBy: "$documentId", descending: true, first: 300 }, 700);
          const few = await ids({ orderBy: "$documentId", filter: { $owner: owner } }, 1e6);
          return [up.join() === all.slice(0, 1500).join(), down.join() === all.toReversed().slice(0, 700).join(),
            few.join() === all.filter((one) => one.endsWith(owner)).join()];
        };
        const before = [await isIndexed(), ...(await same())];
        while (!(await isIndexed())) await new Promise((later) => setTimeout(later, 50));
        const after = await same();
        leecher.close();
        return [all.length, ...before, ...after].join();
      }
      """;

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
      assertThat(
              tab.page()
                  .evaluate(
                      SORTS,
                      List.of(
                          relay.page().toString(), SchemaId.SCHEMA_FIELD_DEFINITION.toString())))
          .isEqualTo(ENTRIES + ",false,true,true,true,true,true,true");
      assertThat(tab.storedEntries(relay.graphql())).doesNotHaveDuplicates().hasSize(ENTRIES);
      assertThat(tab.refusals()).isEmpty();
      assertThat(chromium.problems()).isEmpty();
    }
  }
}
