package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a developer finds under the address that clients publish to. */
final class GraphiQlTest {

  @TempDir Path directory;

  @Test
  void exampleQueryIsAnsweredByTheRelayThatServesThePage() {
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"));
        Chromium chromium = Chromium.start(directory.resolve("profile"))) {
      NpmClient.run("one-entry.mjs", relay.graphql().toString(), "shoots");
      Page page = chromium.tab();
      page.navigate(relay.graphql().toString());
      page.locator("button.graphiql-execute-button").click();
      Locator answer = page.locator(".result-window");
      answer.getByText("entryCount").waitFor();
      assertThat(answer.innerText()).contains("\"entryCount\": \"1\"").doesNotContain("errors");
      assertThat(chromium.problems()).isEmpty();
    }
  }
}
