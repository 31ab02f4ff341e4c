package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The browser's database fails in each of the ways it fails in: nothing is lost, or it is said. */
final class StorageFaultTest {

  /** A worker whose IndexedDB can be told to fail, as browsers do it. */
  private static final String OPEN =
      """
      async ([relay, name, schemas]) => {
        const fault = `
          const channel = new BroadcastChannel("faults ${name}");
          let fault = null;
          const open = [];
          const request = IDBFactory.prototype.open;
          IDBFactory.prototype.open = function (...all) {
            const opening = request.apply(this, all);
            opening.addEventListener("success", () => open.push(opening.result));
            return opening;
          };
          const begin = IDBDatabase.prototype.transaction;
          IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
            if (fault === "lost" && mode === "readwrite") {
              fault = null;
              throw new DOMException("Connection to Indexed Database server lost. Refresh the page to try again", "UnknownError");
            }
            const transaction = begin.call(this, stores, mode, ...rest);
            if (fault === "quota" && mode === "readwrite") {
              Object.defineProperty(transaction, "error", { value: new DOMException("no room", "QuotaExceededError") });
              setTimeout(() => { try { transaction.abort(); } catch (late) { console.warn(late); } });
            }
            if (fault === "aborted" && mode === "readwrite") {
              fault = null;
              setTimeout(() => { try { transaction.abort(); } catch (late) { console.warn(late); } });
            }
            return transaction;
          };
          // A disk on which larger values find no room until something is deleted.
          for (const name of ["put", "add"]) {
            const write = IDBObjectStore.prototype[name];
            IDBObjectStore.prototype[name] = function (value, key) {
              const request = write.call(this, value, key);
              if ((fault === "full" && value.byteLength > 200) || (fault === "no documents" && this.name === "document")) {
                Object.defineProperty(this.transaction, "error", { value: new DOMException("no room", "QuotaExceededError") });
                request.addEventListener("success", () => this.transaction.abort());
              }
              return request;
            };
          }
          const remove = IDBObjectStore.prototype.delete;
          IDBObjectStore.prototype.delete = function (key) {
            if (["segment", "document"].includes(this.name)) {
              fault = null;
            }
            return remove.call(this, key);
          };
          const removeAll = IDBFactory.prototype.deleteDatabase;
          IDBFactory.prototype.deleteDatabase = function (name) {
            fault = null;
            return removeAll.call(this, name);
          };
          channel.onmessage = ({ data }) => {
            fault = data;
            if (data === "closed") {
              fault = null;
              for (const database of open.splice(0)) {
                database.close();
                database.dispatchEvent(new Event("close"));
              }
            }
            channel.postMessage("armed");
          };`;
        const NativeWorker = Worker;
        window.Worker = class extends NativeWorker {
          constructor() {
            const module = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
            super(module(`import "${module(fault)}"; import "${relay}leecher/leecher-worker.js";`), { type: "module" });
          }
        };
        const faults = new BroadcastChannel("faults " + name);
        window.inject = (kind) => new Promise((armed) => {
          faults.onmessage = ({ data }) => data === "armed" && armed();
          faults.postMessage(kind);
        });
        const { open } = await import(relay + "leecher/api.js");
        window.leecher = await open({ relays: relay, name, schemas });
        for await (const { state } of leecher.states({ signal: AbortSignal.timeout(30000) })) {
          if (state === "live") break;
        }
      }
      """;

  private static final int RECOVERY_SECONDS = 5;

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
  }

  @AfterAll
  static void stop() {
    chromium.close();
    site.close();
    relay.close();
  }

  @Test
  void connectionThatIsLostIsOpenedAgainWithoutLoss() {
    requireRecovers("lost");
  }

  @Test
  void transactionThatIsAbortedIsDoneAgainWithoutLoss() {
    requireRecovers("aborted");
  }

  @Test
  void databaseThatTheBrowserClosedIsOpenedAgainWithoutLoss() {
    requireRecovers("closed");
  }

  private static void requireRecovers(String fault) {
    Page page = open(fault);
    page.evaluate("kind => inject(kind)", fault);
    garden.plant("after " + fault, 1, 1);
    long before = System.nanoTime();
    awaitPlant(page, "after " + fault);
    assertThat((System.nanoTime() - before) / 1e9).isLessThan(RECOVERY_SECONDS);
    // All of it is in the database, not only in memory.
    page.evaluate("async () => { leecher.close(); }");
    page.close();
    Page again = open(fault);
    awaitPlant(again, "after " + fault);
    again.close();
  }

  @Test
  void fullDiskStopsFetchingAndIsSaidWhileWhatIsStoredIsServed() {
    garden.plant("before quota", 1, 1);
    Page page = open("quota");
    awaitPlant(page, "before quota");
    page.evaluate("() => inject('quota')");
    garden.plant("too much", 1, 1);
    page.waitForFunction("() => leecher.status.state === 'stopped'");
    assertThat((String) page.evaluate("() => leecher.status.reason")).contains("Quota");
    awaitPlant(page, "before quota");
    page.evaluate("() => inject(null)");
    page.evaluate("() => leecher.resume()");
    awaitPlant(page, "too much");
    page.close();
  }

  @Test
  void fullDiskIsSaidAlsoWhereOnlyDocumentsFindNoRoom() {
    garden.plant("with room", 1, 1);
    Page page = open("no documents");
    awaitPlant(page, "with room");
    page.evaluate("() => inject('no documents')");
    garden.plant("without room", 1, 1);
    page.waitForFunction("() => leecher.status.state === 'stopped' && leecher.status.full");
    awaitPlant(page, "with room");
    page.evaluate("() => inject(null)");
    page.evaluate("() => leecher.resume()");
    awaitPlant(page, "without room");
    page.close();
  }

  @Test
  void whereTheDiskIsFullWhatNobodyAsksForCanBeDroppedAndFetchingGoesOn() {
    Garden former = new Garden(relay.graphql(), "trees");
    for (int i = 0; i < 5; i++) {
      former.plant("former " + i, i, 1);
    }
    Page page = open("full", former.schema());
    page.waitForFunction("() => leecher.status.entries >= 5");
    page.evaluate("schemas => leecher.resume({ schemas })", garden.schema());
    page.evaluate("() => leecher.live()");
    int before = ((Number) page.evaluate("() => leecher.status.entries")).intValue();
    page.evaluate("() => inject('full')");
    garden.plant("behind the full disk", 1, 1);
    page.waitForFunction("() => leecher.status.state === 'stopped' && leecher.status.full");
    assertThat(page.evaluate("() => leecher.live().catch(({ code }) => code)")).isEqualTo("quota");

    assertThat(
            page.evaluate(
                """
                async (schema) => {
                  const [first] = await leecher.droppable();
                  const nothing = await leecher.drop({}).catch(({ code }) => code);
                  const dropped = await leecher.drop({ schemas: first.schemaId, wanted: first.wanted });
                  return [first.schemaId === schema, first.wanted, first.documents, first.entries, first.bytes > 1000, nothing, dropped.documents, dropped.entries];
                }
                """,
                former.schema()))
        .isEqualTo(List.of(true, false, 5, 5, true, "argument", 5, 5));
    awaitPlant(page, "behind the full disk");
    page.waitForFunction("() => leecher.status.state === 'live' && !leecher.status.full");
    page.waitForFunction(
        "([entries, dropped]) => leecher.status.entries === entries && leecher.status.dropped === dropped",
        List.of(before - 5 + 1, 5));
    // It is so in the database too, where what was dropped can come again.
    page.evaluate("() => leecher.close()");
    page.close();
    Page again = open("full", garden.schema());
    awaitPlant(again, "behind the full disk");
    assertThat(
            again.evaluate(
                "async (schema) => (await leecher.documents({ schema })).total", former.schema()))
        .isEqualTo(0);
    assertThat(again.evaluate("async () => (await leecher.droppable()).length")).isEqualTo(1);
    again.close();
  }

  @Test
  void elementInWhoseDatabaseThereIsNoMoreRoomHasAButtonThatMakesRoom() {
    garden.plant("old", 1, 1);
    Page page = open("full element", garden.schema());
    awaitPlant(page, "old");
    page.evaluate("() => inject('full')");
    garden.plant("new", 1, 1);
    page.waitForFunction("() => leecher.status.full");
    page.evaluate(
        """
        async ([relay, schema]) => {
          await import(relay + "leecher/leecher.js");
          const element = document.createElement("p2panda-leecher");
          Object.entries({ relay, schema, name: "full element" }).forEach(([name, value]) => element.setAttribute(name, value));
          document.body.append(element);
        }
        """,
        List.of(relay.page().toString(), garden.schema()));
    Locator rows = page.locator("p2panda-leecher tbody tr");
    rows.filter(new Locator.FilterOptions().setHasText("old")).waitFor();
    page.locator("p2panda-leecher [part=room] button").click();
    rows.filter(new Locator.FilterOptions().setHasText("new")).waitFor();
    // What was dropped may leave the table a moment later than what was fetched comes into it.
    page.waitForFunction(
        "() => document.querySelector('p2panda-leecher').shadowRoot.querySelectorAll('tbody tr').length === 1");
    page.locator("p2panda-leecher [part=room]")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    page.close();
  }

  @Test
  void whereTheBrowserReallyHasNoMoreRoomItHasSomeOnceWhatIsNotAskedForWasDropped() {
    Random random = new Random(1);
    Garden former = new Garden(relay.graphql(), "roots");
    Garden wanted = new Garden(relay.graphql(), "shrubs");
    for (int i = 0; i < 8; i++) {
      former.plant(longName(random), i, 1);
    }
    Page page = chromium.newTab();
    // An origin of its own, since there is room for each.
    String origin = site.page("/", "").replace("127.0.0.1", "localhost");
    JsonObject quota = new JsonObject();
    quota.addProperty("origin", origin.substring(0, origin.length() - 1));
    quota.addProperty("quotaSize", 8_000_000);
    CDPSession browser = page.context().newCDPSession(page);
    browser.send("Storage.overrideQuotaForOrigin", quota);
    page.navigate(origin);
    page.evaluate(OPEN, List.of(relay.page().toString(), "really full", former.schema()));
    page.evaluate("schemas => leecher.resume({ schemas })", wanted.schema());
    wanted.plant("before it was full", 1, 1);
    awaitPlant(page, wanted, "before it was full");
    for (int i = 0; i < 40 && !Boolean.TRUE.equals(page.evaluate("leecher.status.full")); i++) {
      String name = longName(random);
      wanted.plant(name, i, 1);
      page.waitForFunction(
          """
          ([schema, name]) => leecher.status.full ||
            leecher.documents({ schema, filter: { name } }).then(({ documents }) => documents.length, () => false)
          """,
          List.of(wanted.schema(), name));
    }
    page.waitForFunction("() => leecher.status.state === 'stopped' && leecher.status.full");
    awaitPlant(page, wanted, "before it was full");
    wanted.plant("behind what was full", 1, 1);
    assertThat(page.evaluate("async () => (await leecher.drop({ wanted: false })).documents"))
        .isEqualTo(8);
    awaitPlant(page, wanted, "behind what was full");
    awaitPlant(page, wanted, "before it was full");
    page.waitForFunction("() => leecher.status.state === 'live' && !leecher.status.full");
    page.close();
  }

  /** Nothing that a browser stores in less room. */
  private static String longName(Random random) {
    return random
        .ints(250_000, ' ', '~')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void databaseDeletedByAnotherTabIsFilledAgain() {
    garden.plant("kept by the relay", 1, 1);
    Page page = open("deleted");
    awaitPlant(page, "kept by the relay");
    Page other = chromium.newTab();
    other.navigate(site.page("/", ""));
    other.evaluate(
        """
        () => new Promise((deleted, failed) => {
          const request = indexedDB.deleteDatabase("deleted");
          request.onsuccess = () => deleted();
          request.onerror = () => failed(request.error);
        })
        """);
    long before = System.nanoTime();
    other.close();
    awaitPlant(page, "kept by the relay");
    page.waitForFunction("() => leecher.status.state === 'live'");
    assertThat((System.nanoTime() - before) / 1e9).isLessThan(RECOVERY_SECONDS);
    page.close();
  }

  @Test
  void databaseThatTheBrowserHasEvictedIsSaidToBeGoneAndIsFilledAgain() {
    garden.plant("evicted", 1, 1);
    Page page = open("evicted");
    awaitPlant(page, "evicted");
    // What is compared with is written at the next status.
    page.waitForFunction(
        "() => Number(localStorage.getItem('leecher entries evicted')) === leecher.status.entries");
    page.evaluate("() => leecher.close()");
    page.close();
    Page after = chromium.newTab();
    after.navigate(site.page("/", ""));
    after.evaluate(
        "() => new Promise((deleted) => { indexedDB.deleteDatabase('evicted').onsuccess = deleted;"
            + " })");
    after.evaluate(
        """
        async ([relay]) => {
          const { open } = await import(relay + "leecher/api.js");
          window.losses = [];
          window.leecher = await open({
            relays: relay, name: "evicted",
            onLeecher: (leecher) => leecher.addEventListener("evicted", ({ detail }) => losses.push(detail)),
          });
        }
        """,
        List.of(relay.page().toString()));
    awaitPlant(after, "evicted");
    after.waitForFunction("() => losses.length === 1 && losses[0].before > losses[0].now");
    after.close();
  }

  @Test
  void databaseThatAnotherTabHoldsInAnOlderFormIsSaidToBeBlockedAndOpensOnceItIsFree() {
    Page holder = chromium.newTab();
    holder.navigate(site.page("/", ""));
    holder.evaluate(
        "() => new Promise((opened) => { indexedDB.open('blocked', 1).onsuccess = (event) => {"
            + " window.held = event.target.result; opened(); }; })");
    Page page = chromium.newTab();
    page.navigate(site.page("/", ""));
    assertThat(
            (String)
                page.evaluate(
                    """
                    async ([relay]) => {
                      const { open } = await import(relay + "leecher/api.js");
                      return open({ relays: relay, name: "blocked" }).catch(({ code, message }) => code + ": " + message);
                    }
                    """,
                    List.of(relay.page().toString())))
        .startsWith("storage: ")
        .contains("another tab holds an older version");
    holder.evaluate("() => held.close()");
    garden.plant("unblocked", 1, 1);
    Page again = open("blocked");
    awaitPlant(again, "unblocked");
    again.close();
    page.close();
    holder.close();
  }

  @Test
  void documentsThatAnOlderVersionMadeAreMadeAnewFromTheEntries() {
    garden.plant("made anew", 1, 1);
    Page page = open("older");
    awaitPlant(page, "made anew");
    page.evaluate("() => leecher.close()");
    page.close();
    Page other = chromium.newTab();
    other.navigate(site.page("/", ""));
    // As another version would have left it: other records, and another number.
    other.evaluate(
        """
        async (schema) => {
          const done = (request) => new Promise((found, failed) => {
            request.onsuccess = () => found(request.result);
            request.onerror = () => failed(request.error);
          });
          const database = await done(indexedDB.open("older"));
          const transaction = database.transaction(["meta", "document"], "readwrite");
          const name = "documents " + schema;
          const state = await done(transaction.objectStore("meta").get(name));
          await done(transaction.objectStore("meta").put({ ...state, version: 0 }, name));
          await done(transaction.objectStore("document").clear());
          await done(transaction.objectStore("document").put({ of: "another version" }, [schema, 7]));
          database.close();
        }
        """,
        garden.schema());
    other.close();
    Page again = open("older");
    awaitPlant(again, "made anew");
    assertThat(
            (Boolean)
                again.evaluate(
                    "async (schema) => (await leecher.documents({ schema, first: 1000 })).documents"
                        + ".every(({ documentId, fields }) => documentId && fields.name)",
                    garden.schema()))
        .isTrue();
    again.close();
  }

  private static Page open(String name) {
    return open(name, null);
  }

  private static Page open(String name, @Nullable String schema) {
    Page page = chromium.newTab();
    page.navigate(site.page("/", ""));
    page.evaluate(OPEN, Arrays.asList(relay.page().toString(), name, schema));
    return page;
  }

  private static void awaitPlant(Page page, String name) {
    awaitPlant(page, garden, name);
  }

  private static void awaitPlant(Page page, Garden planted, String name) {
    page.waitForFunction(
        """
        async ([schema, name]) => {
          const { documents } = await leecher.documents({ schema, filter: { name } });
          return documents.length >= 1;
        }
        """,
        List.of(planted.schema(), name));
  }
}
