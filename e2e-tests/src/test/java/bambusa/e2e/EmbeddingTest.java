package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.crypto.Hash;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The leecher in pages of another origin: as an element, and through its API. */
final class EmbeddingTest {

  private static final String OPEN =
      """
      async ([relay, schema, name]) => {
        const { open } = await import(relay + "leecher/api.js");
        const leecher = await open({ relays: relay, schemas: schema, name });
        window.leecher = leecher;
        for await (const { state } of leecher.states({ signal: AbortSignal.timeout(60000) })) {
          if (state === "live") break;
        }
      }
      """;

  @TempDir static Path directory;

  private static RelayProcess relay;
  private static Site site;
  private static Chromium chromium;
  private static Garden garden;
  private static Hash oak;
  private static Hash hybrid;

  @BeforeAll
  static void start() {
    relay = RelayProcess.start(directory.resolve("data"));
    site = Site.start(Path.of(System.getProperty("leecher.assets")).getParent());
    chromium = Chromium.start(directory.resolve("profile"));
    garden = new Garden(relay.graphql());
    oak = garden.plant("oak", 20.5, 1);
    Hash elm = garden.plant("Elm", 18, 2);
    hybrid = garden.plant("hybrid", 3, (1L << 53) + 1, oak, elm);
    garden.measure(oak, 21.25);
    garden.delete(garden.plant("weed", 0.25, 9));
  }

  @AfterAll
  static void stop() {
    chromium.close();
    site.close();
    relay.close();
  }

  @Test
  void twoLinesInAPageOfAnotherOriginShowDocumentsThatChangeAsTheyArrive() {
    Page page = chromium.newTab();
    page.navigate(site.page("/", element("")));
    page.locator("p2panda-leecher [data-state=live]").waitFor();
    Locator rows = page.locator("p2panda-leecher tbody tr");
    rows.nth(2).waitFor();
    assertThat(rows.allInnerTexts()).anySatisfy(row -> assertThat(row).contains("oak", "21.25"));

    Hash fern = garden.plant("fern", 0.5, 40);
    rows.filter(new Locator.FilterOptions().setHasText("fern")).waitFor();
    garden.delete(fern);
    rows.filter(new Locator.FilterOptions().setHasText("fern"))
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    page.close();
  }

  @Test
  void documentsAreFilteredOrderedPagedAndRelatedOnesPutInTheirPlace() {
    Page page = open("questions");
    assertThat(
            page.evaluate(
                """
            async (schema) => {
              const byName = await leecher.documents({ schema, orderBy: "name", first: 2 });
              const more = await leecher.documents({ schema, orderBy: "name", first: 2, after: byName.endCursor });
              const high = await leecher.documents({ schema, filter: { height: { gt: 18 }, name: { notEq: "Elm" } } });
              const down = await leecher.documents({ schema, orderBy: "height", descending: true, resolve: ["parents"] });
              const { culms, parents } = down.documents.find(({ fields }) => fields.name === "hybrid").fields;
              const names = ({ documents }) => documents.map(({ fields }) => fields.name).join();
              return {
                byName: names(byName), more: names(more), hasNextPage: byName.hasNextPage, total: byName.total,
                high: names(high), down: names(down), culms: String(culms), type: typeof culms,
                parents: parents.map(({ fields }) => fields.name + " " + fields.height).join(),
              };
            }
            """,
                garden.schema()))
        .isEqualTo(
            Map.of(
                "byName",
                "Elm,hybrid",
                "more",
                "oak",
                "hasNextPage",
                true,
                "total",
                3,
                "high",
                "oak",
                "down",
                "oak,Elm,hybrid",
                "culms",
                "9007199254740993",
                "type",
                "bigint",
                "parents",
                "oak 21.25,Elm 18"));
    page.close();
  }

  @Test
  void pagesGoOnBehindNumbersThatJsonHasNoWordFor() {
    Garden odd = new Garden(relay.graphql(), "odd");
    odd.plant("most", Double.POSITIVE_INFINITY, 1);
    odd.plant("none", Double.NaN, 2);
    odd.plant("some", 5, 3);
    odd.plant("null", Double.NEGATIVE_INFINITY, 4);
    Page page = chromium.newTab();
    page.navigate(site.page("/empty", ""));
    page.evaluate(OPEN, List.of(relay.page().toString(), odd.schema(), "odd"));
    assertThat(
            page.evaluate(
                """
            async (schema) => {
              const names = [];
              for (const descending of [false, true]) {
                for (let after = null, more = true; more; ) {
                  const page = await leecher.documents({ schema, orderBy: "height", descending, first: 1, after });
                  names.push(page.documents[0].fields.name);
                  after = page.endCursor;
                  more = page.hasNextPage;
                }
              }
              return names.join();
            }
            """,
                odd.schema()))
        .isEqualTo("none,null,some,most,most,some,null,none");
    page.close();
  }

  @Test
  void mistakesOfACallerAreToldInWordsAtOnce() {
    Page page = open("mistakes");
    Object told =
        page.evaluate(
            """
            async ([relay, schema]) => {
              const { open } = await import(relay + "leecher/api.js");
              const author = "ab".repeat(32);
              const nextOf = (iterator) => iterator.next();
              const mistakes = {
                noOptions: () => open(), relayNumber: () => open({ relays: 5 }), noHost: () => open({ relays: "nonsense" }),
                schemaNumber: () => open({ relays: relay, schemas: 5 }), nameNumber: () => open({ relays: relay, name: 5 }),
                offset: () => leecher.logs({ offset: -1 }), limit: () => leecher.logs({ limit: "x" }),
                noLog: () => leecher.log(), logAuthor: () => leecher.log({ author: "q", logId: 0 }),
                logId: () => leecher.log({ author, logId: "zz" }), noEntry: () => leecher.entry(),
                seqNum: () => leecher.entry({ author, logId: 0, seqNum: 1.5 }), entriesOfNobody: () => nextOf(leecher.entries({ logId: 0 })),
                entriesAuthor: () => nextOf(leecher.entries({ author: "q" })), noQuestion: () => leecher.documents(),
                first: () => leecher.documents({ schema, first: 0 }), orderBy: () => leecher.documents({ schema, orderBy: "colour" }),
                filter: () => leecher.documents({ schema, filter: 5 }), filterField: () => leecher.documents({ schema, filter: { colour: 1 } }),
                operator: () => leecher.documents({ schema, filter: { name: { like: "o" } } }),
                operand: () => leecher.documents({ schema, filter: { name: { in: "o" } } }),
                after: () => leecher.documents({ schema, after: "zz" }), resolveField: () => leecher.documents({ schema, resolve: ["colour"] }),
                resolveText: () => leecher.documents({ schema, resolve: ["name"] }), watch: () => nextOf(leecher.watch({ schema, first: "5" })),
                noDocument: () => leecher.document(), noFile: () => leecher.import(),
                dropWanted: () => leecher.drop({ wanted: 5 }), dropSchema: () => leecher.drop({ schemas: 5 }),
                noOption: () => open({ relay }), openSignal: () => open({ relays: relay, signal: new AbortController() }),
                live: () => leecher.live(AbortSignal.timeout(9)),
                logsOption: () => leecher.logs({ count: 1 }), entriesOption: () => nextOf(leecher.entries({ auther: author })),
                documentsOption: () => leecher.documents({ schema, limit: 1 }), watchOption: () => nextOf(leecher.watch({ schema, order: "name" })),
                documentOption: () => leecher.document("0020" + author, { view: "" }), exportOption: () => leecher.export({ zip: true }),
                dropOption: () => leecher.drop({ schema, wanted: false }), resumeOption: () => leecher.resume({ relay }),
                deleteOption: () => leecher.deleteEverything({ name: "x" }), afterText: () => leecher.documents({ schema, after: "[x1]" }),
                number: () => leecher.documents({ schema, filter: { culms: "5" } }), greater: () => leecher.documents({ schema, filter: { height: { gt: "x" } } }),
                noNumber: () => leecher.documents({ schema, filter: { height: NaN } }), oneOf: () => leecher.documents({ schema, filter: { culms: { in: [1, "2"] } } }),
                undefined: () => leecher.documents({ schema, filter: { name: undefined } }), texts: () => leecher.documents({ schema, filter: { name: ["oak"] } }),
                noOperator: () => leecher.documents({ schema, filter: { name: {} } }), within: () => leecher.documents({ schema, filter: { culms: { contains: "1" } } }),
                truth: () => leecher.documents({ schema, filter: { $edited: "true" } }), lists: () => leecher.documents({ schema, filter: { parents: { gt: "0" } } }),
                noValue: () => leecher.documents({ schema, filter: { name: () => "oak" } }), inherited: () => leecher.documents({ schema, orderBy: "constructor" }),
                resumeSchema: () => leecher.resume({ schemas: "zzz" }), resumeNumber: () => leecher.resume({ owners: 5 }),
              };
              const told = [];
              for (const [name, make] of Object.entries(mistakes)) {
                const late = new Promise((resolve) => setTimeout(resolve, 20000, name + ": nothing"));
                const answer = make().then(() => name + ": taken", ({ code, message }) => code === "argument" ? "argument" : name + ": " + code + " " + message);
                told.push(await Promise.race([answer, late]));
              }
              const inWords = await leecher.resume({ owners: "q1" }).catch(({ message }) => message);
              await leecher.resume();
              await leecher.live();
              const ofType = await leecher.documents({ schema, filter: { culms: { gt: "x" } } }).catch(({ message }) => message);
              const ofName = await open({ relay }).catch(({ message }) => message);
              const sum = await leecher.documents({ schema, filter: { culms: { in: [1n, 2] }, name: { contains: "E" }, parents: { notEq: "0" } } });
              const { documents } = await leecher.documents({ schema, filter: { $edited: true }, orderBy: "$owner" });
              return [...new Set(told), inWords, ofType, ofName, sum.documents.length, documents.length, leecher.status.state];
            }
            """,
            List.of(relay.page().toString(), garden.schema()));
    String inWords = "expected the public key of an owner as 64 hex digits, got \"q1\"";
    String ofType = "expected a number for culms (int), got \"x\"";
    String ofName =
        "expected one of the options relays, schemas, owners, documents, name, base, onLeecher,"
            + " signal, got \"relay\"";
    assertThat(told).isEqualTo(List.of("argument", inWords, ofType, ofName, 1, 1, "live"));
    page.close();
  }

  @Test
  void questionToASchemaThatIsNotKnownYetIsRefusedOnceItIs() {
    String unplanted = new Garden(relay.graphql(), "unplanted").schema();
    Page page = open("later");
    assertThat(
            page.evaluate(
                """
            async ([garden, schema]) => {
              const pages = leecher.watch({ schema, filter: { culms: "many" } });
              const { value } = await pages.next();
              await leecher.resume({ schemas: [garden, schema] });
              const late = new Promise((resolve) => setTimeout(resolve, 20000, "nothing"));
              const refused = (async () => {
                try {
                  for await (const page of pages);
                } catch ({ code, message }) {
                  return code + " " + message;
                }
              })();
              const told = await Promise.race([refused, late]);
              const { fields } = await leecher.documents({ schema });
              return [value.fields, told, fields.join()];
            }
            """,
                List.of(garden.schema(), unplanted)))
        .isEqualTo(
            Arrays.asList(
                null,
                "argument expected a number for culms (int), got \"many\"",
                "culms,height,name,parents"));
    page.close();
  }

  @Test
  void documentTellsWhoWroteWhatAndItsEntriesWhyTheyAreTrusted() {
    Page page = open("history");
    assertThat(
            page.evaluate(
                """
            async (id) => {
              const { operations, writtenBy, owner } = await leecher.document(id);
              const [create, update] = operations;
              const certificate = await leecher.certificate(update);
              const older = await leecher.document(id, { viewId: create.operationId });
              const unknown = await leecher.document(id.replace(/.{4}$/, "0000"));
              return [
                operations.map(({ action }) => action).join(), owner === create.author, update.author !== owner,
                writtenBy.height === update.operationId, older.fields.height, certificate.holds,
                certificate.claims.length > 4, unknown,
              ];
            }
            """,
                oak.toString()))
        .isEqualTo(Arrays.asList("create,update", true, true, true, 20.5, true, true, null));
    page.close();
  }

  @Test
  void whatIsExportedIsImportedElsewhereEntryByEntry() {
    Page page = open("exported");
    assertThat(
            page.evaluate(
                """
            async ([relay, schema]) => {
              const { open } = await import(relay + "leecher/api.js");
              const file = await leecher.export({ gzip: true });
              const copy = await open({ relays: [], name: "copy" });
              const first = await copy.import(file);
              const again = await copy.import(file);
              const { documents } = await copy.documents({ schema, orderBy: "name" });
              const text = await (await leecher.export()).text();
              const flipped = new Blob([text.replace(/("operation":"[^"]*)oak/, "$1").replace(/6f616b/, "6f616c")]);
              const other = await open({ relays: [], name: "flipped" });
              const damaged = await other.import(flipped);
              const cut = await other.import(new Blob([text.slice(0, -60)])).catch(({ code }) => code);
              await Promise.all([copy, other].map((leecher) => leecher.deleteEverything()));
              return {
                stored: first.stored === leecher.status.entries, known: again.known === first.stored, more: again.stored,
                names: documents.map(({ fields }) => fields.name).join(), refused: damaged.refused > 0, cut,
              };
            }
            """,
                List.of(relay.page().toString(), garden.schema())))
        .isEqualTo(
            Map.of(
                "stored",
                true,
                "known",
                true,
                "more",
                0,
                "names",
                "Elm,hybrid,oak",
                "refused",
                true,
                "cut",
                "argument"));
    page.close();
  }

  @Test
  void ofADamagedFileWhatStandsBeforeTheDamageIsStoredAndTheLineIsNamed() {
    Page page = open("damaged");
    assertThat(
            (List<?>)
                page.evaluate(
                    """
            async ([relay]) => {
              const { open } = await import(relay + "leecher/api.js");
              const text = await (await leecher.export()).text();
              const zipped = await leecher.export({ gzip: true });
              const lines = text.split("\\n");
              const outcomes = [zipped.type];
              for (const file of [
                new Blob([text.slice(0, text.indexOf(lines[5]) + 40)]),
                new Blob([text.replace(lines[5], lines[5].replace('operation":"', 'operation":"z'))]),
                new Blob([text.slice(0, text.indexOf(lines[5]))]),
                zipped.slice(0, zipped.size / 2),
              ]) {
                const other = await open({ relays: [], name: "of a damaged file" });
                const message = await other.import(file).catch(({ code, message }) => code + ": " + message);
                let stored = 0;
                for await (const _ of other.entries()) stored++;
                outcomes.push(message.replace(stored + " entries new", "all stored"), stored > 0 && stored <= lines.length / 2);
                await other.deleteEverything();
              }
              return outcomes;
            }
            """,
                    List.of(relay.page().toString())))
        .satisfiesExactly(
            type -> assertThat(type).isEqualTo("application/gzip"),
            ofCut ->
                assertThat(ofCut)
                    .isEqualTo(
                        "argument: line 6 of the file is no JSON, or was cut off;"
                            + " what stands before it is stored (all stored, 0 known, 0 refused)"),
            some -> assertThat(some).isEqualTo(true),
            ofChanged ->
                assertThat(ofChanged)
                    .isEqualTo(
                        "argument: line 6 of the file holds something that is no hexadecimal;"
                            + " what stands before it is stored (all stored, 0 known, 0 refused)"),
            some -> assertThat(some).isEqualTo(true),
            ofShortened ->
                assertThat(ofShortened)
                    .isEqualTo(
                        "argument: line 6 of the file is missing: the file was cut off;"
                            + " what stands before it is stored (all stored, 0 known, 0 refused)"),
            some -> assertThat(some).isEqualTo(true),
            ofZipped ->
                assertThat((String) ofZipped)
                    .matches(
                        "argument: line \\d+ of the file cannot be read: .*;"
                            + " what stands before it is stored .all stored, 0 known, 0 refused."),
            some -> assertThat(some).isEqualTo(true));
    page.close();
  }

  @Test
  void questionsEndWithTheirSignalAndTheLeecherWithItsOwn() {
    Page page = open("ended");
    assertThat(
            page.evaluate(
                """
            async ([relay, schema]) => {
              const outcome = (promise) => promise.then(() => "done", ({ name, code }) => code && name === "LeecherError" ? code : name);
              const { open } = await import(relay + "leecher/api.js");
              const aborted = await outcome(leecher.documents({ schema, signal: AbortSignal.abort() }));
              const argument = await outcome(open({ relays: relay, schemas: "nonsense", name: "x" }));
              const { Worker } = globalThis;
              globalThis.Worker = undefined;
              const worker = await outcome(open({ relays: relay, schemas: schema, name: "x" }));
              globalThis.Worker = Worker;
              const control = new AbortController();
              const pages = leecher.watch({ schema, signal: control.signal });
              await pages.next();
              const waiting = outcome(pages.next());
              control.abort();
              const closing = new AbortController();
              const other = await open({ relays: relay, schemas: schema, name: "closing", signal: closing.signal });
              closing.abort();
              return [aborted, argument, worker, await waiting, other.closed, await outcome(other.logs())];
            }
            """,
                List.of(relay.page().toString(), garden.schema())))
        .isEqualTo(List.of("AbortError", "argument", "worker", "AbortError", true, "closed"));
    page.close();
  }

  @Test
  void strictPageWithTheFilesOnItsOwnOriginNeedsNoUnsafePolicy() {
    Page page = chromium.newTab();
    String address =
        site.page(
            "/strict",
            "<script type=module src=/leecher/leecher.js></script>"
                + "<p2panda-leecher relay='"
                + relay.page()
                + "' schema='"
                + garden.schema()
                + "' name=strict></p2panda-leecher>");
    String relays = "connect-src 'self' " + relay.page();
    site.policy("/strict", "default-src 'self'; " + relays);
    site.policy(
        "/leecher/leecher-worker.js",
        "default-src 'none'; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'; " + relays);
    List<String> warnings = new ArrayList<>();
    page.onConsoleMessage(message -> warnings.add(message.text()));
    page.navigate(address);
    page.locator("p2panda-leecher [data-state=live]").waitFor();
    page.locator("p2panda-leecher tbody tr").nth(2).waitFor();
    assertThat(warnings).noneMatch(text -> text.contains("WebAssembly"));
    page.close();
  }

  @Test
  void policyWithoutEvalStillWorksAndSaysThatItIsSlow() {
    Page page = chromium.newTab();
    String address = site.page("/without-eval", element(" name=slow"));
    String relayOrigin = relay.page().toString().replaceAll("/$", "");
    site.policy(
        "/without-eval",
        "script-src "
            + relayOrigin
            + "; worker-src blob: "
            + relayOrigin
            + "; connect-src "
            + relayOrigin);
    List<String> warnings = new ArrayList<>();
    page.onConsoleMessage(message -> warnings.add(message.text()));
    page.navigate(address);
    page.locator("p2panda-leecher tbody tr").nth(2).waitFor();
    assertThat(warnings).anyMatch(text -> text.contains("verifying is slow"));
    page.close();
  }

  private static String element(String attributes) {
    return "<script type=module src="
        + relay.page()
        + "leecher/leecher.js></script><p2panda-leecher relay="
        + relay.page()
        + " schema="
        + garden.schema()
        + attributes
        + "></p2panda-leecher>";
  }

  private static Page open(String name) {
    Page page = chromium.newTab();
    page.navigate(site.page("/empty", ""));
    page.evaluate(OPEN, List.of(relay.page().toString(), garden.schema(), name));
    return page;
  }
}
