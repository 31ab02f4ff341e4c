package bambusa.relay.graphql;

import static bambusa.relay.graphql.Asking.ask;
import static bambusa.relay.graphql.Asking.code;
import static bambusa.relay.graphql.Asking.message;
import static org.assertj.core.api.Assertions.assertThat;

import bambusa.Vectors;
import bambusa.relay.ingest.ArrivalSignal;
import bambusa.relay.storage.SharedDocuments;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recorded queries of 2022, over the recorded log. */
final class StandardQueriesTest {

  private static final JsonNode VECTORS = Vectors.read("graphql_replication.json");
  private static final String KEY = VECTORS.get("publicKey").asText();

  private final MemoryRelay relay = new MemoryRelay(1);
  private final GraphQlEngine engine =
      new GraphQlEngine(
          new RelayParts(
              relay,
              relay,
              new ArrivalSignal(SharedDocuments.EVERYTHING, Runnable::run),
              "test",
              null),
          GraphQlLimits.DEFAULT,
          Accounts.unlimited(System::nanoTime));

  @BeforeEach
  void publishLog() {
    relay.know(VectorLog.schema());
    VectorLog.publish(relay);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void everyRecordedPageIsAnsweredWithCorrectedPaging() {
    for (JsonNode vector : VECTORS.get("pages")) {
      String label = vector.get("label").asText();
      JsonNode answer = ask(engine, vector.get("query").asText());
      assertThat(answer.has("errors")).as(label).isFalse();
      JsonNode page = answer.at("/data/entriesNewerThanSeqNum");
      JsonNode expected = vector.get("corrected");
      assertThat(page.get("pageInfo")).as(label).isEqualTo(expected.get("pageInfo"));
      assertThat(cursors(page)).as(label).isEqualTo(Vectors.strings(expected.get("cursors")));
      List<String> entries = new ArrayList<>();
      for (JsonNode seqNum : expected.get("edgeSeqNums")) {
        entries.add(VectorLog.entry(seqNum.asInt()) + VectorLog.operation(seqNum.asInt()));
      }
      assertThat(entries(page)).as(label).isEqualTo(entries);
    }
  }

  @Test
  void everyRecordedEntryComesWithItsCertificatePool() {
    for (JsonNode vector : VECTORS.get("single")) {
      int seqNum = vector.get("seqNum").asInt();
      List<String> pool = new ArrayList<>();
      vector.get("certificatePoolSeqNums").forEach(at -> pool.add(VectorLog.entry(at.asInt())));
      JsonNode byHash = ask(engine, vector.get("byHash").asText()).at("/data/entryByHash");
      JsonNode byPosition =
          ask(engine, vector.get("byPosition").asText()).at("/data/entryByLogIdAndSeqNum");
      assertThat(byHash.get("entry").asText()).isEqualTo(VectorLog.entry(seqNum));
      assertThat(byHash.get("operation").asText()).isEqualTo(VectorLog.operation(seqNum));
      assertThat(Vectors.strings(byHash.get("certificatePool"))).isEqualTo(pool);
      assertThat(byPosition).isEqualTo(byHash);
    }
  }

  @Test
  void everyRecordedErrorIsAnsweredWithoutData() {
    for (JsonNode vector : VECTORS.get("errors")) {
      JsonNode answer = ask(engine, vector.get("query").asText());
      String expected = vector.get("message").asText();
      assertThat(answer.path("data").isValueNode() || !answer.has("data")).isTrue();
      assertThat(answer.get("errors")).hasSize(1);
      if (!expected.startsWith("(")) {
        assertThat(message(answer)).isEqualTo(expected);
      }
    }
  }

  @Test
  void poolsOfALongPageAreReadAFewTimesOnly() {
    String selection = ") { edges { cursor node { certificatePool entry } } } }";
    int before = relay.singleReads();
    JsonNode answer = ask(engine, standard("first: 45, seqNum: \"14\"") + selection);
    assertThat(relay.singleReads() - before).isLessThan(6);
    JsonNode edges = answer.at("/data/entriesNewerThanSeqNum/edges");
    assertThat(edges).hasSize(31);
    for (JsonNode edge : edges) {
      String single =
          "{ entryByLogIdAndSeqNum(logId: \"3\", seqNum: \"%s\", publicKey: \"%s\")"
                  .formatted(edge.get("cursor").asText(), KEY)
              + " { certificatePool } }";
      assertThat(edge.at("/node/certificatePool"))
          .isEqualTo(ask(engine, single).at("/data/entryByLogIdAndSeqNum/certificatePool"));
    }
  }

  @Test
  void idsAreReadInEitherCase() {
    String upper = KEY.toUpperCase(Locale.ROOT);
    JsonNode answer =
        ask(engine, standard("first: 1").replace(KEY, upper) + ") { edges { cursor } } }");
    assertThat(answer.at("/data/entriesNewerThanSeqNum/edges")).hasSize(1);
    JsonNode missing =
        ask(engine, "{ entryByHash(hash: \"0020" + "AB".repeat(32) + "\") { entry } }");
    assertThat(message(missing))
        .isEqualTo("Entry with hash 0020" + "ab".repeat(32) + " could not be found");
    assertThat(code(missing)).isEqualTo("NOT_FOUND");
  }

  @Test
  void valuesOfTheWrongFormAreRefusedInTheWordsOfTheReference() {
    refused("logId: \"-1\", publicKey: \"%s\"".formatted(KEY), "logId", "LogId");
    refused("logId: \"01\", publicKey: \"%s\"".formatted(KEY), "logId", "LogId");
    refused("logId: \"18446744073709551616\", publicKey: \"%s\"".formatted(KEY), "logId", "LogId");
    refused("logId: \"3\", publicKey: \"\"", "publicKey", "PublicKey");
    refused("logId: \"3\", publicKey: \"%s00\"".formatted(KEY), "publicKey", "PublicKey");
    refused("logId: \"3\", publicKey: \"%s\"".formatted("02".repeat(32)), "publicKey", "PublicKey");
    refused("logId: \"3\", publicKey: \"%s\", seqNum: \"0\"".formatted(KEY), "seqNum", "SeqNum");
    refused("logId: \"3\", publicKey: \"%s\", after: \"0\"".formatted(KEY), "after", "String");
    refused("logId: \"3\", publicKey: \"%s\", after: \"x\"".formatted(KEY), "after", "String");
  }

  private void refused(String arguments, String name, String type) {
    JsonNode answer =
        ask(engine, "{ entriesNewerThanSeqNum(" + arguments + ") { edges { cursor } } }");
    assertThat(message(answer))
        .isEqualTo("Invalid value for argument \"" + name + "\", expected type \"" + type + "\"");
    assertThat(code(answer)).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void variablesOfTheWrongTypeAreRefusedLikeTheWrongForm() {
    String query =
        "query($l: Int, $k: String!, $f: String) {"
            + " entriesNewerThanSeqNum(logId: $l, publicKey: $k, first: $f) { edges { cursor } } }";
    String variables = "{\"l\":3,\"k\":\"" + KEY + "\"}";
    assertThat(message(ask(engine, query, variables)))
        .isEqualTo("Invalid value for argument \"logId\", expected type \"LogId\"");
    String first = "{\"l\":3,\"k\":\"" + KEY + "\",\"f\":\"5\"}";
    assertThat(
            message(
                ask(engine, query.replace("$l: Int", "$l: String"), first.replace("3,", "\"3\","))))
        .isEqualTo("Invalid value for argument \"first\", expected type \"Int\"");
  }

  @Test
  void manyLogsAreAskedForInOneRequest() {
    StringBuilder query = new StringBuilder("{");
    for (int i = 0; i < 50; i++) {
      query.append(
          " l%d: entriesNewerThanSeqNum(logId: \"%d\", publicKey: \"%s\", first: 500)"
                  .formatted(i, i, KEY)
              + " { pageInfo { hasNextPage } edges { cursor node { entry operation } } }");
    }
    JsonNode data = ask(engine, query.append("}").toString()).get("data");
    assertThat(data).hasSize(50);
    assertThat(data.at("/l3/edges")).hasSize(45);
    assertThat(data.at("/l4/edges")).isEmpty();
  }

  private static String standard(String more) {
    return "{ entriesNewerThanSeqNum(logId: \"3\", publicKey: \"" + KEY + "\", " + more;
  }

  private static List<String> cursors(JsonNode page) {
    List<String> cursors = new ArrayList<>();
    page.get("edges").forEach(edge -> cursors.add(edge.get("cursor").asText()));
    return cursors;
  }

  private static List<String> entries(JsonNode page) {
    List<String> entries = new ArrayList<>();
    page.get("edges")
        .forEach(
            edge ->
                entries.add(edge.at("/node/entry").asText() + edge.at("/node/operation").asText()));
    return entries;
  }
}
