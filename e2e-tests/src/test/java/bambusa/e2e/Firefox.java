package bambusa.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Firefox with a profile on disk and one tab, driven by WebDriver BiDi. One thread may use it.
 */
final class Firefox implements AutoCloseable {

  private static final long TIMEOUT_SECONDS = 90;
  private static final long STEP_MILLIS = 100;

  private final BrowserProcess browser;
  private final String tab;

  private Firefox(BrowserProcess browser, String tab) {
    this.browser = browser;
    this.tab = tab;
  }

  static Firefox start(Path program, Path profile) throws IOException, InterruptedException {
    Files.createDirectories(profile);
    BrowserProcess browser =
        BrowserProcess.start(
            List.of(
                program.toString(),
                "--headless",
                "--no-remote",
                "--remote-debugging-port=0",
                "--profile",
                profile.toString()),
            "/session");
    browser.ask("session.new", Map.of("capabilities", Map.of()), Map.of());
    JsonNode tree = browser.ask("browsingContext.getTree", Map.of(), Map.of());
    return new Firefox(browser, tree.path("contexts").path(0).path("context").asText());
  }

  void navigate(String address) throws IOException, InterruptedException {
    ask("browsingContext.navigate", Map.of("context", tab, "url", address, "wait", "complete"));
  }

  /** The value of an expression, as text; a promise is waited for. */
  String evaluate(String expression) throws IOException, InterruptedException {
    Map<String, Object> question =
        Map.of(
            "expression",
            "Promise.resolve(" + expression + ").then(String)",
            "target",
            Map.of("context", tab),
            "awaitPromise",
            true);
    JsonNode answer = ask("script.evaluate", question);
    if (!answer.path("type").asText().equals("success")) {
      throw new AssertionError(expression + ": " + answer.path("exceptionDetails").path("text"));
    }
    return answer.path("result").path("value").asText();
  }

  /** Waits until an expression is true. */
  void await(String expression) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!evaluate(expression).equals("true")) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not true: " + expression);
      }
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
  }

  private JsonNode ask(String method, Map<String, ?> parameters)
      throws IOException, InterruptedException {
    return browser.ask(method, parameters, Map.of());
  }

  @Override
  public void close() {
    browser.close();
  }
}
