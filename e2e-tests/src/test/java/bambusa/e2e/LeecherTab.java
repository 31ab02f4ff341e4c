package bambusa.e2e;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.WaitUntilState;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The leecher's page in a tab, read and used as a reader does. */
public final class LeecherTab {

  private static final double SYNC_TIMEOUT_MILLIS = 60_000;

  /** The number of stored entries that the page shows, or -1 while it shows none. */
  private static final String ENTRIES =
      "() => { const text = document.getElementById('fact-entries').textContent.replaceAll(',', '');"
          + " return /^[0-9]+$/.test(text) ? Number(text) : -1; }";

  /** All stored entries as author/log/seq num/hash, asked of another leecher, which only reads. */
  private static final String STORED_ENTRIES =
      """
      async (relay) => {
        const { open } = await import("/leecher/api.js");
        const leecher = await open({ relays: relay, name: "bambusa" });
        leecher.pause();
        const stored = [];
        for await (const { author, logId, seqNum, hash } of leecher.entries()) {
          stored.push([author, logId, seqNum, hash].join("/"));
        }
        leecher.close();
        return stored;
      }
      """;

  /** Whether these bytes are anywhere in the values that the browser has stored. */
  private static final String STORED_BYTES =
      """
      async (hex) => {
        const wanted = hex.match(/../g).map((digits) => parseInt(digits, 16));
        const done = (request) => new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        const holds = (bytes) => {
          for (let at = bytes.indexOf(wanted[0]); at >= 0; at = bytes.indexOf(wanted[0], at + 1)) {
            if (wanted.every((byte, i) => bytes[at + i] === byte)) return true;
          }
          return false;
        };
        for (const { name } of await indexedDB.databases()) {
          const database = await done(indexedDB.open(name));
          for (const store of database.objectStoreNames) {
            for (const value of await done(database.transaction(store).objectStore(store).getAll())) {
              const bytes = ArrayBuffer.isView(value)
                ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
                : value instanceof ArrayBuffer ? new Uint8Array(value) : new TextEncoder().encode(JSON.stringify(value));
              if (holds(bytes)) { database.close(); return true; }
            }
          }
          database.close();
        }
        return false;
      }
      """;

  private final Page page;

  private LeecherTab(Page page) {
    this.page = page;
  }

  public static LeecherTab open(Page page, URI address) {
    page.navigate(
        address.toString(),
        new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
    return new LeecherTab(page);
  }

  void reload() {
    page.reload(new Page.ReloadOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
  }

  /** Waits until the page says that it is live, offline … */
  public void awaitState(String state) {
    try {
      page.locator("#state[data-state='" + state + "']")
          .waitFor(new Locator.WaitForOptions().setTimeout(SYNC_TIMEOUT_MILLIS));
    } catch (TimeoutError e) {
      throw new AssertionError("not " + state + ", but: " + text("#state"), e);
    }
  }

  public void awaitEntries(int atLeast) {
    try {
      page.waitForFunction(
          "atLeast => (" + ENTRIES + ")() >= atLeast",
          atLeast,
          new Page.WaitForFunctionOptions().setTimeout(SYNC_TIMEOUT_MILLIS));
    } catch (TimeoutError e) {
      throw new AssertionError("fewer than " + atLeast + " entries: " + text("#state"), e);
    }
  }

  int entries() {
    return ((Number) page.evaluate(ENTRIES)).intValue();
  }

  /** Waits until the browser can load this page without the relay. */
  void awaitKept() {
    page.waitForFunction(
        """
        async () => {
          for (const name of await caches.keys()) {
            if (await caches.match("/leecher/leecher.wasm", { cacheName: name })) return true;
          }
          return false;
        }
        """);
  }

  String text(String selector) {
    return page.locator(selector).innerText();
  }

  Locator find(String selector) {
    return page.locator(selector);
  }

  /** Looks at one entry; gives its fields as the inspector names them, each with its value. */
  Map<String, String> inspect(String author, String logId, String seqNum) {
    page.evaluate(
        "fragment => { location.hash = fragment; }", "#log/" + author + "/" + logId + "/" + seqNum);
    page.locator("#entry-title", new Page.LocatorOptions().setHasText("Entry " + seqNum)).waitFor();
    Map<String, String> fields = new HashMap<>();
    for (Locator row : page.locator("#entry table.fields tbody tr").all()) {
      fields.put(
          row.locator("th").textContent().strip(), row.locator("td.value").textContent().strip());
    }
    return fields;
  }

  /** What was refused, newest first. */
  List<String> refusals() {
    return page.locator("#refused li").allInnerTexts();
  }

  void awaitRefusal(String text) {
    page.locator("#refused li", new Page.LocatorOptions().setHasText(text)).first().waitFor();
  }

  /** Waits until the page lists an entry, author/log/seq num, as just arrived. */
  void awaitArrival(String entry) {
    page.locator("#arrived a[href='#log/" + entry + "']").first().waitFor();
  }

  /** All that the browser holds, each as author/log/seq num/hash. */
  List<String> storedEntries(URI relay) {
    Object stored = page.evaluate(STORED_ENTRIES, relay.toString());
    return ((List<?>) stored).stream().map(String::valueOf).toList();
  }

  boolean holdsBytes(String hex) {
    return (Boolean) page.evaluate(STORED_BYTES, hex);
  }

  /** In milliseconds, since the page was loaded. */
  public double longestTask() {
    return ((Number) page.evaluate("() => window.longestTask")).doubleValue();
  }

  Page page() {
    return page;
  }
}
