package bambusa.relay.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.relay.coding.ContentCoding;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.introspection.IntrospectionQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every limit refuses in its own words, and what follows is answered as if nothing had been. */
@Timeout(60)
final class LimitsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestEngine test = new TestEngine();

  @AfterEach
  void nextRequestIsNotHurt() throws Exception {
    test.open();
    while (test.engine().heldQueries() != 0) {
      test.arrive(1);
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(ask("{ hello(name: \"you\") }").toString())
        .isEqualTo("{\"data\":{\"hello\":\"hello you\"}}");
    test.close();
  }

  @Test
  void charactersAreLimited() throws Exception {
    refused("{ hello(name: \"" + "x".repeat(20_000) + "\") }", "QUERY_TOO_LONG", 20_000);
    refused("{ hello " + "#".repeat(30_000) + "\n}", "QUERY_TOO_LONG", 20_000);
  }

  @Test
  void tokensAreLimited() throws Exception {
    refused("{ " + "hello ".repeat(2_500) + "}", "QUERY_TOO_MANY_TOKENS", 2_000);
    refused("{ hello " + "@a".repeat(5_000) + " }", "QUERY_TOO_MANY_TOKENS", 2_000);
    refused("{ hello(name: " + "[".repeat(20) + " }", "QUERY_SYNTAX", 0);
  }

  @Test
  void digitsOfANumberAreLimited() throws Exception {
    refused("{ hello(name: " + "9".repeat(1_001) + ") }", "QUERY_TOO_LONG", 1_000);
    refused("{ hello(name: 1." + "9".repeat(5_000) + ") }", "QUERY_TOO_LONG", 1_000);
    String digits = "7".repeat(2_000);
    for (String text : List.of('"' + digits + '"', "\"\\\"" + digits + "\"", digits(digits))) {
      assertThat(ask("{ hello(name: " + text + ") #" + digits + "\n }").toString())
          .contains("hello")
          .contains(digits);
    }
    refused("{ hello(name: \"\\\\\" " + digits + ") }", "QUERY_TOO_LONG", 1_000);
    refused("{ hello(name: \"unended", "QUERY_SYNTAX", 0);
  }

  /** As a block. */
  private static String digits(String digits) {
    return "\"\"\"a \\ \"\" \\\"\"\" " + digits + "\"\"\"";
  }

  @Test
  void depthIsLimited() throws Exception {
    String query = "{ entriesSince { entries { " + "self { ".repeat(6) + "entry" + " }".repeat(9);
    refused(query, "QUERY_TOO_DEEP", 8);
    refused("{ a " + "{ a ".repeat(500) + "}".repeat(501), "QUERY_TOO_DEEP", 8);
    refused(
        "{ entriesSince { ...A } } fragment A on Page { entries { ...B } } fragment B on Row {"
            + " page { ...C } } fragment C on Page { entries { page { entries { page { entries {"
            + " page { count } } } } } } }",
        "QUERY_TOO_DEEP",
        8);
  }

  @Test
  void aliasesAreLimited() throws Exception {
    String aliases =
        IntStream.range(0, 60).mapToObj(i -> "a" + i + ": hello").collect(Collectors.joining(" "));
    refused("{ " + aliases + " }", "QUERY_TOO_MANY_ALIASES", 50);
    String spread =
        "{ ...A ...A ...A ...A ...A } fragment A on Query { " + "hello ".repeat(15) + "}";
    refused(spread, "QUERY_TOO_MANY_ALIASES", 50);
  }

  @Test
  void fragmentsThatDoubleEachOtherAreCountedAndNotExpanded() throws Exception {
    StringBuilder query = new StringBuilder("{ entriesSince { entries { ...F0 } } }");
    for (int i = 0; i < 50; i++) {
      query.append(
          " fragment F%d on Row { a: self { ...F%d } b: self { ...F%d } }"
              .formatted(i, i + 1, i + 1));
    }
    query.append(" fragment F50 on Row { entry }");
    refused(query.toString(), "QUERY_TOO_DEEP", 8);
    StringBuilder flat = new StringBuilder("{ entriesSince { entries { ...F0 } } }");
    for (int i = 0; i < 50; i++) {
      flat.append(" fragment F%d on Row { ...F%d ...F%d }".formatted(i, i + 1, i + 1));
    }
    flat.append(" fragment F50 on Row { entry }");
    refused(flat.toString(), "QUERY_TOO_MANY_FIELDS", 300);
  }

  @Test
  void costIsTheLengthOfListsTimesTheirFields() throws Exception {
    String fields =
        IntStream.range(0, 30).mapToObj(i -> "a" + i + ": entry").collect(Collectors.joining(" "));
    refused("{ entriesSince { entries { " + fields + " } } }", "QUERY_TOO_COSTLY", 20_000);
    refused(
        "query($n: Int = 900) { entriesSince(first: $n) { entries { " + fields + " } } }",
        "QUERY_TOO_COSTLY",
        20_000);
    assertThat(ask("{ entriesSince(first: 100) { entries { " + fields + " } } }").has("data"))
        .isTrue();
  }

  @Test
  void answerIsLimited() throws Exception {
    test.arrive(1_000);
    refused("{ entriesSince(size: 600) { entries { entry } } }", "ANSWER_TOO_LARGE", 1 << 20);
  }

  @Test
  void executionTimeIsLimited() throws Exception {
    refused("{ never }", "EXECUTION_TIMEOUT", 1_500);
    refused("{ never a: never hello }", "EXECUTION_TIMEOUT", 1_500);
  }

  @Test
  void heldQueriesAreLimitedByAskerAndAltogether() throws Exception {
    List<CompletableFuture<GraphQlAnswer>> held = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      held.add(begin("{ entriesSince(waitSeconds: 20) { count } }", "one"));
    }
    while (test.engine().heldQueries() != 3) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    JsonNode fourth = ask("{ entriesSince(waitSeconds: 20) { count } }", "one");
    assertThat(code(fourth)).isEqualTo("TOO_MANY_WAITING");
    assertThat(fourth.at("/errors/0/extensions/limit").asInt()).isEqualTo(3);
    held.add(begin("{ entriesSince(waitSeconds: 20) { count } }", "two"));
    while (test.engine().heldQueries() != 4) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(code(ask("{ entriesSince(waitSeconds: 20) { count } }", "three")))
        .isEqualTo("TOO_MANY_WAITING");
    assertThat(code(ask("{ hello }", "one"))).isEmpty();
    held.get(0).cancel(true);
    test.arrive(1);
    for (CompletableFuture<GraphQlAnswer> answer : held.subList(1, 4)) {
      assertThat(read(answer).at("/data/entriesSince/count").asInt()).isEqualTo(1);
    }
  }

  @Test
  void requestsUnderWayAreLimitedByAskerAndAltogether() throws Exception {
    List<CompletableFuture<GraphQlAnswer>> running = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      running.add(begin("{ never }", "one"));
    }
    assertThat(code(ask("{ hello }", "one"))).isEqualTo("TOO_MANY_REQUESTS");
    running.remove(0).cancel(true);
    running.add(begin("{ never }", "two"));
    running.add(begin("{ never }", "two"));
    JsonNode refused = ask("{ hello }", "one");
    assertThat(code(refused)).isEqualTo("TOO_MANY_REQUESTS");
    assertThat(refused.at("/errors/0/message").asText()).contains("limit of 6");
    // Who is not the cause is let in, but not without end.
    for (int i = 0; i < 6; i++) {
      assertThat(code(ask("{ hello }", "another"))).isEmpty();
      running.add(begin("{ never }", "other " + i));
    }
    assertThat(ask("{ hello }", "another").at("/errors/0/message").asText())
        .contains("limit of 12");
    running.forEach(answer -> answer.cancel(true));
    assertThat(code(ask("{ hello }", "one"))).isEmpty();
  }

  @Test
  void introspectionOfToolsPassesAndLoopsDoNot() throws Exception {
    assertThat(code(ask(IntrospectionQuery.INTROSPECTION_QUERY))).isEmpty();
    String loop =
        "{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }";
    refused(loop, "INTROSPECTION_REFUSED", 0);
    refused(
        "{ __schema { "
            + "types { fields { type { ".repeat(8)
            + "name"
            + " } } }".repeat(8)
            + "} }",
        "QUERY_TOO_DEEP",
        20);
    refused(
        "{ __type(name: \"Query\") { " + "ofType { ".repeat(30) + "name" + " }".repeat(32),
        "QUERY_TOO_DEEP",
        20);
  }

  @Test
  void cyclesAndNonsenseAreInvalidAndQuick() throws Exception {
    for (String query :
        List.of(
            "{ entriesSince { entries { ...A } } } fragment A on Row { self { ...A } }",
            "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
            "{ ...Nowhere }",
            "{ hello @nothing(a: 1) }",
            "{ hello @skip(if: true) @skip(if: true) }",
            "{ hello(name: $unknown) }",
            "{ hello(other: 1) }",
            "{ entriesSince(first: 99999999999999999999999999) { count } }",
            "subscription { hello }",
            "query A { hello } query A { hello }",
            "{ hello { deeper } }",
            "{ entriesSince }",
            "type Query { a: Int }",
            "query($v: Nothing) { hello }")) {
      assertThat(code(ask(query))).as(query).isEqualTo("QUERY_INVALID");
    }
    refused("{ hello(name: \"\\uZZZZ\") }", "QUERY_SYNTAX", 0);
    refused("", "QUERY_SYNTAX", 0);
    refused("\u0000", "QUERY_SYNTAX", 0);
  }

  @Test
  void randomlyBrokenRequestsAreAlwaysAnswered() throws Exception {
    test.arrive(3);
    byte[] sound =
        request(
                "query Q($a: Int = 5) { a: entriesSince(first: $a) { entries { ...R self { entry } } } }"
                    + " fragment R on Row { entry __typename }")
            .getBytes(StandardCharsets.UTF_8);
    Random random = new Random(4);
    for (int i = 0; i < 3_000; i++) {
      byte[] broken = sound.clone();
      for (int j = 0; j <= random.nextInt(4); j++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      JsonNode answer = read(test.engine().answer(broken, "fuzz", () -> {}));
      assertThat(answer.has("data") || answer.has("errors")).isTrue();
      assertThat(code(answer)).isNotEqualTo("INTERNAL");
    }
  }

  private void refused(String query, String code, int limit) throws IOException {
    long start = System.nanoTime();
    JsonNode answer = ask(query);
    assertThat(code(answer)).as(answer.toString()).isEqualTo(code);
    assertThat(answer.has("data")).isFalse();
    if (limit > 0) {
      assertThat(answer.at("/errors/0/extensions/limit").asInt()).isEqualTo(limit);
      assertThat(answer.at("/errors/0/message").asText()).contains(String.valueOf(limit));
    }
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(8);
  }

  private JsonNode ask(String query) throws IOException {
    return ask(query, "someone");
  }

  private JsonNode ask(String query, String asker) throws IOException {
    return read(begin(query, asker));
  }

  private CompletableFuture<GraphQlAnswer> begin(String query, String asker) throws IOException {
    return test.engine().answer(request(query).getBytes(StandardCharsets.UTF_8), asker, () -> {});
  }

  private static JsonNode read(CompletableFuture<GraphQlAnswer> answer) throws IOException {
    return JSON.readTree(answer.join().encode(ContentCoding.IDENTITY).body());
  }

  private static String request(String query) throws IOException {
    return "{\"query\":" + JSON.writeValueAsString(query) + "}";
  }

  private static String code(JsonNode answer) {
    return answer.at("/errors/0/extensions/code").asText();
  }
}
