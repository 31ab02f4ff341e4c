package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The core of what an embedded leecher does, in Firefox, where there is one: FIREFOX names its
 * program (CONTRIBUTING.md).
 */
@EnabledIfEnvironmentVariable(named = "FIREFOX", matches = ".+")
final class FirefoxTest {

  private static final String FRAME =
      "document.querySelector('p2panda-leecher').shadowRoot?.querySelector('.frame')";

  @TempDir Path directory;

  @Test
  void embeddedDocumentsArriveChangeAndStayWhenTheRelayIsGone(TestReporter reporter)
      throws Exception {
    RelayProcess relay = RelayProcess.start(directory.resolve("data"));
    try (Site site = Site.start(directory);
        Firefox firefox =
            Firefox.start(Path.of(System.getenv("FIREFOX")), directory.resolve("profile"))) {
      Garden garden = new Garden(relay.graphql());
      garden.measure(garden.plant("oak", 20, 1), 21.25);
      String page =
          site.page(
              "/garden",
              "<script type=module src="
                  + relay.page()
                  + "leecher/leecher.js></script><p2panda-leecher relay="
                  + relay.page()
                  + " schema="
                  + garden.schema()
                  + "></p2panda-leecher>");
      firefox.navigate(page);
      firefox.await(FRAME + "?.dataset.state === 'live' && " + rows("oak", "21.25"));
      reporter.publishEntry(
          "how",
          firefox.evaluate("navigator.userAgent") + ": " + firefox.evaluate(FRAME + ".innerText"));
      // As WebAssembly, not as the slow stand-in, which would say so.
      assertThat(firefox.evaluate(FRAME + ".querySelector('.words').textContent"))
          .doesNotContain("slowly");
      garden.plant("elm", 18, 2);
      firefox.await(rows("elm", "18"));
      firefox.evaluate(
          "document.querySelector('p2panda-leecher').leecher.document("
              + FRAME
              + ".querySelector('tbody tr').dataset.documentId).then((one) =>"
              + " document.querySelector('p2panda-leecher').leecher.certificate(one.operations[0]))"
              + ".then(({ holds }) => { if (!holds) throw new Error('does not hold'); })");
      relay.close();
      firefox.await(FRAME + ".dataset.state === 'offline' && " + rows("oak", "elm"));
    } finally {
      relay.close();
    }
  }

  private static String rows(String... texts) {
    StringBuilder condition = new StringBuilder("[");
    for (String text : texts) {
      condition.append('\'').append(text).append("',");
    }
    return condition + "].every((text) => " + FRAME + "?.innerText.includes(text))";
  }
}
