package bambusa.relay.graphql;

import static bambusa.relay.graphql.Asking.code;
import static bambusa.relay.graphql.Asking.message;
import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.Vectors;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.relay.ingest.PublishResult;
import bambusa.relay.ingest.TestRelay;
import bambusa.relay.storage.SqlStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The queries of replication.md 2 over a real store behind the real gate. */
@Timeout(60)
final class ReplicationQueriesTest {

  private static final String PAGE =
      " { entries { entry operation } forkProofs { seqNum first second } endCursor hasNextPage"
          + " reset remaining } }";

  @TempDir private Path directory;
  private TestRelay relay;
  private GraphQlEngine engine;

  private final TestLog ada = new TestLog(TestAuthor.named("ada"), 0);
  private final TestLog bob = new TestLog(TestAuthor.named("bob"), 0);

  @BeforeEach
  void open() {
    relay = new TestRelay(SqlStore.open(directory, new SecureRandom()));
    engine =
        new GraphQlEngine(
            new RelayParts(relay.reader(), relay.gate(), relay.signal(), "test", null),
            GraphQlLimits.DEFAULT,
            Accounts.unlimited(System::nanoTime));
  }

  @AfterEach
  void close() {
    engine.close();
    relay.close();
  }

  @Test
  void scenarioIsAnsweredStepByStepAsRecorded() {
    for (JsonNode step : Vectors.read("scenario.json").get("steps")) {
      String comment = step.get("comment").asText();
      JsonNode asked = step.get("nextArgsQuery");
      String query =
          "query($publicKey: String!, $viewId: String) { nextArgs(publicKey: $publicKey,"
              + " viewId: $viewId) { logId seqNum backlink skiplink } }";
      JsonNode next = Asking.ask(engine, query, asked.toString());
      assertThat(next.at("/data/nextArgs")).as(comment).isEqualTo(step.get("nextArgs"));
      JsonNode published = publish(step.get("entry").asText(), step.get("operation").asText());
      assertThat(published.at("/data/publish"))
          .as(comment + published)
          .isEqualTo(step.get("publishResponse"));
    }
    JsonNode heights =
        ask("{ logHeights { authors { publicKey logs } hasNextPage } }").at("/data/logHeights");
    List<String> logs = new ArrayList<>();
    for (JsonNode author : heights.get("authors")) {
      author
          .get("logs")
          .forEach(log -> logs.add(author.get("publicKey").asText() + " " + log.asText()));
    }
    List<String> expected = new ArrayList<>();
    for (JsonNode log : Vectors.read("scenario.json").get("logHeights")) {
      expected.add(
          log.get("publicKey").asText()
              + " "
              + log.get("logId").asText()
              + ":"
              + log.get("seqNum").asText());
    }
    assertThat(logs).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void feedIsReadPageByPageInTheOrderOfArrival() {
    List<String> arrived = fill(25);
    List<String> read = new ArrayList<>();
    String after = "";
    boolean more = true;
    int remaining = 25;
    while (more) {
      JsonNode page = feed("first: 10" + after);
      page.get("entries").forEach(entry -> read.add(entry.get("entry").asText()));
      remaining -= page.get("entries").size();
      assertThat(page.get("remaining").asText()).isEqualTo(String.valueOf(remaining));
      more = page.get("hasNextPage").asBoolean();
      after = ", after: \"" + page.get("endCursor").asText() + "\"";
    }
    assertThat(read).isEqualTo(arrived);
    JsonNode end = feed("first: 10" + after);
    assertThat(end.get("entries")).isEmpty();
    assertThat(", after: \"" + end.get("endCursor").asText() + "\"").isEqualTo(after);
  }

  @Test
  void cursorOfAnotherStoreBeginsAtTheStartAndSaysSo() {
    fill(3);
    JsonNode page = feed("after: \"" + "ab".repeat(16) + "-2\"");
    assertThat(page.get("reset").asBoolean()).isTrue();
    assertThat(page.get("entries")).hasSize(3);
    assertThat(feed("first: 1").get("reset").asBoolean()).isFalse();
    JsonNode nonsense = ask("{ entriesSince(after: \"x\") { endCursor } }");
    assertThat(message(nonsense))
        .isEqualTo("Invalid value for argument \"after\", expected type \"ReplicationCursor\"");
  }

  @Test
  void targetSetRestrictsFeedAndHeights() {
    publish(ada.create("a"));
    publish(bob.create("b"));
    String owner = "target: { owners: [\"" + ada.key().author() + "\"] }";
    assertThat(feed(owner).get("entries")).hasSize(1);
    assertThat(ask("{ logHeights(" + owner + ") { authors { logs } } }").toString())
        .isEqualTo("{\"data\":{\"logHeights\":{\"authors\":[{\"logs\":[\"0:1\"]}]}}}");
    assertThat(feed("target: { schemaIds: [] }").get("entries")).isEmpty();
    assertThat(feed("target: { schemaIds: [\"blob_v1\"] }").get("entries")).isEmpty();
    assertThat(feed("target: { schemaIds: [\"schema_field_definition_v1\"] }").get("entries"))
        .hasSize(2);
    assertThat(message(ask("{ entriesSince(target: { schemaIds: [\"x\"] }) { endCursor } }")))
        .isEqualTo("Invalid value for argument \"schemaIds\", expected type \"SchemaId\"");
    String byVariable = "query($t: TargetSet) { entriesSince(target: $t) { entries { entry } } }";
    JsonNode answer =
        Asking.ask(engine, byVariable, "{\"t\":{\"owners\":[\"" + bob.key().author() + "\"]}}");
    assertThat(answer.at("/data/entriesSince/entries")).hasSize(1);
  }

  @Test
  void heldFeedIsAnsweredByWhatArrivesOfItsTargetSetOnly() throws Exception {
    publish(ada.create("a"));
    String cursor = feed("first: 5").get("endCursor").asText();
    CompletableFuture<GraphQlAnswer> held =
        Asking.begin(
            engine,
            "{ entriesSince(after: \"%s\", waitSeconds: 40, target: { owners: [\"%s\"] })"
                    .formatted(cursor, bob.key().author())
                + PAGE,
            "{}");
    awaitHeld(1);
    publish(ada.update("still_a", ada.entries().get(0)));
    assertThat(held).isNotDone();
    VerifiedEntry wanted = bob.create("b");
    publish(wanted);
    JsonNode page = Asking.read(held).at("/data/entriesSince");
    assertThat(page.at("/entries/0/entry").asText()).isEqualTo(wanted.entry().encoded().toString());
    awaitHeld(0);
  }

  @Test
  void heldHeightsAreAnsweredByANewEntry() throws Exception {
    publish(ada.create("a"));
    String cursor = feed("first: 5").get("endCursor").asText();
    CompletableFuture<GraphQlAnswer> held =
        Asking.begin(
            engine,
            "{ logHeights(after: \"" + cursor + "\", waitSeconds: 40) { authors { logs } } }",
            "{}");
    awaitHeld(1);
    publish(ada.update("b", ada.entries().get(0)));
    assertThat(Asking.read(held).at("/data/logHeights/authors/0/logs/0").asText()).isEqualTo("0:2");
  }

  @Test
  void queryHeldOnAnEmptyStoreIsAnsweredByTheFirstEntry() throws Exception {
    CompletableFuture<GraphQlAnswer> held =
        Asking.begin(engine, "{ entriesSince(waitSeconds: 40)" + PAGE, "{}");
    awaitHeld(1);
    publish(ada.create("a"));
    assertThat(Asking.read(held).at("/data/entriesSince/entries")).hasSize(1);
  }

  @Test
  void heldQueryThatNothingMatchesEndsEmptyWithTheTime() {
    publish(ada.create("a"));
    JsonNode page = feed("waitSeconds: 1, target: { schemaIds: [\"blob_v1\"] }");
    assertThat(page.get("entries")).isEmpty();
    assertThat(page.get("hasNextPage").asBoolean()).isFalse();
  }

  @Test
  void windowsOfManyLogsComeInAnOrderThatCanBeIngested() {
    List<String> arrived = fill(9);
    String logs =
        "[{publicKey: \"%s\", logId: \"0\", seqNum: \"1\"}, {publicKey: \"%s\", logId: \"0\"}]"
            .formatted(ada.key().author(), bob.key().author());
    JsonNode page = ask("{ entriesFromLogs(logs: " + logs + ") { entries { entry } complete } }");
    List<String> read = new ArrayList<>();
    page.at("/data/entriesFromLogs/entries").forEach(e -> read.add(e.get("entry").asText()));
    assertThat(read).isEqualTo(arrived.subList(1, 9));
    assertThat(page.at("/data/entriesFromLogs/complete").asBoolean()).isTrue();
    JsonNode cut =
        ask("{ entriesFromLogs(first: 2, logs: " + logs + ") { entries { entry } complete } }");
    assertThat(cut.at("/data/entriesFromLogs/entries")).hasSize(2);
    assertThat(cut.at("/data/entriesFromLogs/complete").asBoolean()).isFalse();
    assertThat(
            message(
                ask("{ entriesFromLogs(logs: [{publicKey: \"00\", logId: \"0\"}]) { complete } }")))
        .isEqualTo("Invalid value for argument \"publicKey\", expected type \"PublicKey\"");
  }

  @Test
  void forkIsTellableToAnyone() {
    VerifiedEntry first = ada.create("a");
    publish(first);
    TestLog branch = ada.branchAfter(1);
    publish(ada.update("one", first));
    JsonNode refused = Asking.ask(engine, publishQuery(branch.update("other", first)), "{}");
    assertThat(code(refused)).isEqualTo("ENTRY_REJECTED");
    JsonNode proof = ask("{ forkProofs { proofs { publicKey logId seqNum first second } } }");
    assertThat(proof.at("/data/forkProofs/proofs")).hasSize(1);
    JsonNode found = proof.at("/data/forkProofs/proofs/0");
    assertThat(found.get("seqNum").asText()).isEqualTo("2");
    assertThat(found.get("publicKey").asText()).isEqualTo(ada.key().author().toString());
    assertThat(List.of(found.get("first").asText(), found.get("second").asText()))
        .containsExactlyInAnyOrder(
            ada.entries().get(1).entry().encoded().toString(),
            branch.entries().get(1).entry().encoded().toString());
    JsonNode feed = feed("first: 10");
    assertThat(feed.get("forkProofs")).hasSize(1);
    assertThat(feed.get("entries")).hasSize(1);
  }

  @Test
  void rangesThatEndBeforeTheyBeginAreRefused() {
    publish(ada.create("c"));
    String ranges = "{ logRanges(ranges: [{from: \"%s\", to: \"%s\"}]) { count } }";
    assertThat(code(ask(ranges.formatted("ff", "00")))).isEqualTo("INVALID_ARGUMENT");
    JsonNode none = ask(ranges.formatted("ff", "ff00")).at("/data/logRanges");
    assertThat(none).hasToString("[{\"count\":\"0\"}]");
  }

  @Test
  void nodeTellsWhatItHoldsAndAllows() {
    fill(5);
    JsonNode node =
        ask("{ node { storeId version replicationVersion schemaIds entryCount logCount authorCount"
                + " maxEntries maxBytes maxLogs maxWaitSeconds } }")
            .at("/data/node");
    assertThat(node.get("entryCount").asText()).isEqualTo("5");
    assertThat(node.get("logCount").asText()).isEqualTo("2");
    assertThat(node.get("authorCount").asText()).isEqualTo("2");
    assertThat(node.get("replicationVersion").asInt()).isEqualTo(1);
    assertThat(node.get("schemaIds").isNull()).isTrue();
    assertThat(node.get("version").asText()).isEqualTo("test");
    assertThat(node.get("maxEntries").asInt()).isEqualTo(1_000);
    assertThat(feed("first: 1").get("endCursor").asText()).startsWith(node.get("storeId").asText());
  }

  @Test
  void poolsOfAFeedAreThoseOfItsEntries() {
    VerifiedEntry last = ada.create("a");
    publish(last);
    for (int i = 2; i <= 20; i++) {
      last = ada.update("u" + i, last);
      publish(last);
    }
    JsonNode page = ask("{ entriesSince(first: 50) { entries { entry certificatePool } } }");
    JsonNode twentieth = page.at("/data/entriesSince/entries/19");
    List<String> pool = new ArrayList<>();
    for (int seqNum : new int[] {19, 18, 17, 13, 4, 1}) {
      pool.add(ada.entries().get(seqNum - 1).entry().encoded().toString());
    }
    assertThat(Vectors.strings(twentieth.get("certificatePool"))).isEqualTo(pool);
  }

  /** Publishes to both logs in turn. */
  private List<String> fill(int count) {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TestLog log = i % 2 == 0 ? ada : bob;
      List<VerifiedEntry> before = log.entries();
      VerifiedEntry entry =
          before.isEmpty()
              ? log.create("c" + i)
              : log.update("u" + i, before.get(before.size() - 1));
      publish(entry);
      entries.add(entry.entry().encoded().toString());
    }
    return entries;
  }

  private void publish(VerifiedEntry entry) {
    assertThat(relay.publish(entry)).isInstanceOf(PublishResult.Stored.class);
  }

  private JsonNode publish(String entry, String operation) {
    return Asking.ask(
        engine,
        "mutation($entry: String!, $operation: String!) { publish(entry: $entry, operation:"
            + " $operation) { logId seqNum backlink skiplink } }",
        "{\"entry\":\"" + entry + "\",\"operation\":\"" + operation + "\"}");
  }

  private static String publishQuery(VerifiedEntry entry) {
    return "mutation { publish(entry: \"%s\", operation: \"%s\") { logId } }"
        .formatted(entry.entry().encoded(), entry.decoded().encodedOperation());
  }

  private JsonNode feed(String arguments) {
    return ask("{ entriesSince(" + arguments + ")" + PAGE).at("/data/entriesSince");
  }

  private JsonNode ask(String query) {
    return Asking.ask(engine, query);
  }

  private void awaitHeld(int count) throws InterruptedException {
    while (engine.heldQueries() != count) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }
}
