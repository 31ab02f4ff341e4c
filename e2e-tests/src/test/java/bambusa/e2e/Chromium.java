package bambusa.e2e;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Chromium with a profile on disk, as a reader's browser has one: what it stores is still there
 * when it is started again on the same profile. It reaches this machine only.
 */
public final class Chromium implements AutoCloseable {

  /** This machine by a name that browsers do not trust more than any other: no secure context. */
  static final String PLAIN_HOST = "garden.example";

  private static final int TIMEOUT_MILLIS = 30_000;

  /** Longest task of the main thread, in milliseconds, since the page was loaded. */
  private static final String WATCH_MAIN_THREAD =
      "window.longestTask = 0; new PerformanceObserver(list => list.getEntries().forEach(task => {"
          + " window.longestTask = Math.max(window.longestTask, task.duration); }))"
          + ".observe({ type: 'longtask', buffered: true });";

  private final Playwright playwright;
  private final BrowserContext context;
  private final List<String> problems = new ArrayList<>();

  private Chromium(Playwright playwright, BrowserContext context) {
    this.playwright = playwright;
    this.context = context;
    context.onWebError(error -> problems.add(String.valueOf(error.error())));
    context.setDefaultTimeout(TIMEOUT_MILLIS);
    context.addInitScript(WATCH_MAIN_THREAD);
  }

  public static Chromium start(Path profile) {
    Playwright playwright = Playwright.create();
    try {
      BrowserType.LaunchPersistentContextOptions options =
          new BrowserType.LaunchPersistentContextOptions()
              .setExecutablePath(executable())
              .setHeadless(true)
              .setViewportSize(1400, 900)
              .setArgs(
                  List.of(
                      // Chromium has no sandbox for root, which containers run as.
                      "--no-sandbox",
                      "--disable-background-networking",
                      "--disable-component-update",
                      "--disable-domain-reliability",
                      "--no-pings",
                      // Else measuring memory waits for a collection of garbage, which takes long.
                      "--enable-blink-features=ForceEagerMeasureMemory",
                      "--host-resolver-rules=MAP "
                          + PLAIN_HOST
                          + " 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"));
      return new Chromium(
          playwright, playwright.chromium().launchPersistentContext(profile, options));
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  static Path executable() {
    String chromium = System.getenv("CHROMIUM");
    if (chromium == null) {
      throw new AssertionError("CHROMIUM must name the browser's program, as ./check sets it");
    }
    return Path.of(chromium);
  }

  /** The tab that the browser was started with. */
  public Page tab() {
    return context.pages().get(0);
  }

  /** Another tab. */
  Page newTab() {
    return context.newPage();
  }

  /** What went wrong in scripts and nobody caught. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  @Override
  public void close() {
    context.close();
    playwright.close();
  }
}
