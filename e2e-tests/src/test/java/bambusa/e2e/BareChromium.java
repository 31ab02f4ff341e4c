package bambusa.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Chromium without Playwright, which keeps all its tabs focused ({@code
 * Emulation.setFocusEmulationEnabled}): a tab that counts as visible is never frozen. Here the tab
 * opened last is the visible one, and those behind it can be. One thread may use it.
 */
final class BareChromium implements AutoCloseable {

  private static final long TIMEOUT_SECONDS = 30;
  private static final long STEP_MILLIS = 50;

  private final BrowserProcess browser;

  /** A tab, by the name of the session with it. */
  record Tab(String session) {}

  private BareChromium(BrowserProcess browser) {
    this.browser = browser;
  }

  static BareChromium start(Path profile) throws IOException {
    return new BareChromium(
        BrowserProcess.start(
            List.of(
                Chromium.executable().toString(),
                "--headless=new",
                "--no-sandbox",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-domain-reliability",
                "--no-pings",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank"),
            ""));
  }

  /** Opens an address in a tab before all others. */
  Tab open(String address) throws IOException, InterruptedException {
    String target =
        browser
            .ask("Target.createTarget", Map.of("url", address), Map.of())
            .path("targetId")
            .asText();
    JsonNode attached =
        browser.ask("Target.attachToTarget", Map.of("targetId", target, "flatten", true), Map.of());
    Tab tab = new Tab(attached.path("sessionId").asText());
    await(tab, "document.readyState === 'complete' && location.href !== 'about:blank'");
    return tab;
  }

  /** Freezes a hidden tab with its workers, as the browser itself does to save power or memory. */
  void freeze(Tab tab) throws IOException, InterruptedException {
    enter(tab, "frozen");
  }

  void thaw(Tab tab) throws IOException, InterruptedException {
    enter(tab, "active");
  }

  private void enter(Tab tab, String state) throws IOException, InterruptedException {
    ask(tab, "Page.setWebLifecycleState", Map.of("state", state));
  }

  /** The value of an expression; a promise is waited for. */
  JsonNode evaluate(Tab tab, String expression) throws IOException, InterruptedException {
    JsonNode answer =
        ask(
            tab,
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer);
    }
    return answer.path("result").path("value");
  }

  /** Waits until an expression is true. */
  void await(Tab tab, String expression) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!evaluate(tab, expression).asBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not true: " + expression);
      }
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
  }

  private JsonNode ask(Tab tab, String method, Map<String, ?> parameters)
      throws IOException, InterruptedException {
    return browser.ask(method, parameters, Map.of("sessionId", tab.session()));
  }

  @Override
  public void close() {
    browser.close();
  }
}
