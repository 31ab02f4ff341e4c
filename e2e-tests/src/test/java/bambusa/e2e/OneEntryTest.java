package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the clients that p2panda applications use, through the relay, to what a reader sees. */
final class OneEntryTest {

  /** One schema of one field, one of nine, two documents of the first, one of the second. */
  private static final int EVERY_TYPE_ENTRIES = 2 + 10 + 3 + 3;

  /** The log of the document that uses every type: each document has a log of its own. */
  private static final String EVERY_TYPE_LOG = "14";

  @TempDir Path directory;

  @Test
  void everyFieldTypeByShirokumaArrivesAndIsStillThereWhenTheRelayIsGone() {
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"));
        Chromium chromium = Chromium.start(directory.resolve("profile"))) {
      LeecherTab tab = LeecherTab.open(chromium.tab(), relay.page());
      tab.awaitState("live");
      assertThat(tab.text("#empty-title")).isEqualTo("Nothing here yet");

      JsonNode published = NpmClient.run("every-type.mjs", relay.graphql().toString());
      tab.awaitEntries(EVERY_TYPE_ENTRIES);
      assertThat(tab.entries()).isEqualTo(EVERY_TYPE_ENTRIES);
      requireAllInspectable(tab, published);

      tab.reload();
      tab.awaitState("live");
      tab.awaitKept();
      requireAllInspectable(tab, published);

      relay.stop();
      tab.reload();
      tab.awaitState("offline");
      assertThat(tab.text("#state-detail"))
          .startsWith("The relay at " + relay.graphql() + " does not answer: no connection.")
          .containsPattern("It is asked again at \\d\\d:\\d\\d:\\d\\d\\.$");
      assertThat(tab.entries()).isEqualTo(EVERY_TYPE_ENTRIES);
      requireAllInspectable(tab, published);
      assertThat(tab.refusals()).isEmpty();
      assertThat(chromium.problems()).isEmpty();
    }
  }

  private static void requireAllInspectable(LeecherTab tab, JsonNode published) {
    String author = published.path("author").asText();
    String grove = published.path("grove").asText();
    String bank = published.path("bank").asText();
    String renamed = published.path("renamed").asText();
    Map<String, String> created = tab.inspect(author, EVERY_TYPE_LOG, "1");
    assertThat(created)
        .containsEntry("flowering", "true")
        .containsEntry("stems", "9007199254740993")
        .containsEntry("height", "12.25")
        .containsEntry("note", "Flowers after sixty years – 竹")
        .containsEntry("leaf", "0001feff")
        .containsEntry("at", grove)
        .containsEntry("way", String.join("\n", bank, grove, bank))
        .containsEntry("before", renamed)
        .containsEntry("history", bank + "\n" + renamed);
    requireTrusted(tab, "create", published.path("created").asText());

    Map<String, String> updated = tab.inspect(author, EVERY_TYPE_LOG, "2");
    assertThat(updated).containsEntry("note", "Withered").containsEntry("flowering", "false");
    assertThat(updated).doesNotContainKeys("stems", "leaf", "at");
    requireTrusted(tab, "update", published.path("updated").asText());

    assertThat(tab.inspect(author, EVERY_TYPE_LOG, "3")).doesNotContainKey("note");
    requireTrusted(tab, "delete", published.path("deleted").asText());
    assertThat(tab.find("#log-facts").textContent()).contains("3 entries", "sighting");
  }

  private static void requireTrusted(LeecherTab tab, String action, String hash) {
    assertThat(tab.find("#entry .hash").textContent()).isEqualTo(hash);
    assertThat(tab.find("#entry .action").textContent()).isEqualTo(action);
    assertThat(tab.find("#entry .trust li.holds").count()).isGreaterThanOrEqualTo(6);
    assertThat(tab.find("#entry .trust li.fails").count()).isZero();
  }

  @Test
  void entryByP2pandaJsAloneOutlivesTheBrowserAndTheRelay() {
    Path profile = directory.resolve("profile");
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"))) {
      JsonNode published = NpmClient.run("one-entry.mjs", relay.graphql().toString(), "shoots");
      assertThat(published.path("next").path("seqNum").asText()).isEqualTo("2");
      assertThat(published.path("next").path("backlink").asText())
          .isEqualTo(published.path("hash").asText());

      try (Chromium chromium = Chromium.start(profile)) {
        LeecherTab tab = LeecherTab.open(chromium.tab(), relay.page());
        tab.awaitEntries(1);
        tab.awaitKept();
        assertThat(tab.holdsBytes(published.path("entry").asText())).isTrue();
      }

      relay.kill();
      try (Chromium chromium = Chromium.start(profile)) {
        LeecherTab tab = LeecherTab.open(chromium.tab(), relay.page());
        tab.awaitState("offline");
        assertThat(tab.inspect(published.path("author").asText(), "0", "1"))
            .containsEntry("name", "shoots")
            .containsEntry("type", "str")
            .containsEntry("Signature", published.path("signature").asText());
        requireTrusted(tab, "create", published.path("hash").asText());
      }
    }
  }
}
