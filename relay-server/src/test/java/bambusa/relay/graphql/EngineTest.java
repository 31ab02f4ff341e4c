package bambusa.relay.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.relay.coding.ContentCoding;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class EngineTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestEngine test = new TestEngine();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void rowsAreProjectedWithAliasesFragmentsDirectivesAndTypeNames() throws Exception {
    test.arrive(2);
    JsonNode answer =
        ask(
            """
            query Q($no: Boolean = false) {
              page: entriesSince {
                count
                entries { second: operation ...R @skip(if: $no) entry @include(if: $no) }
                __typename
              }
            }
            fragment R on Row { __typename first: entry self { entry } ... on Row { entry } }
            """);
    assertThat(answer.toString())
        .isEqualTo(
            """
            {"data":{"page":{"count":2,"entries":[\
            {"second":null,"__typename":"Row","first":"000000","self":{"entry":"000000"},"entry":"000000"},\
            {"second":null,"__typename":"Row","first":"010101","self":{"entry":"010101"},"entry":"010101"}],\
            "__typename":"Page"}}}""");
  }

  @Test
  void fieldsThatAreAskedForTwiceAreMerged() throws Exception {
    test.arrive(1);
    assertThat(
            ask("{ entriesSince { entries { self { entry } } entries { self { operation } } } }"))
        .isEqualTo(
            JSON.readTree(
                """
                {"data":{"entriesSince":{"entries":[{"self":{"entry":"000000","operation":null}}]}}}
                """));
  }

  @Test
  void fieldThatFailsIsNullAndSaysNothingOfTheInside() throws Exception {
    JsonNode answer = ask("{ fails hello(name: \"you\") }");
    assertThat(answer.at("/data/hello").asText()).isEqualTo("hello you");
    assertThat(answer.at("/data/fails").isNull()).isTrue();
    assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("INTERNAL");
    assertThat(answer.toString()).doesNotContain("secret").doesNotContain("Exception");
  }

  @Test
  void mutationsRunInTheOrderOfTheRequest() throws Exception {
    JsonNode answer = ask("mutation { a: add(number: 1) b: add(number: 2) c: add(number: 4) }");
    assertThat(answer.toString()).isEqualTo("{\"data\":{\"a\":1,\"b\":3,\"c\":7}}");
  }

  @Test
  void variableMayBeDeclaredWithAnotherTypeThanTheArgument() throws Exception {
    assertThat(code(ask("query($n: Int!) { hello(name: $n) }", "{\"n\":5}"))).isEmpty();
  }

  @Test
  void everyMalformedRequestIsToldApart() {
    for (String json :
        new String[] {
          "",
          "nul",
          "null",
          "5",
          "\"{}\"",
          "[]",
          "[{\"query\":\"{hello}\"}]",
          "{}",
          "{\"query\":5}",
          "{\"query\":null}",
          "{\"query\":\"{hello}\"} x",
          "{\"query\":\"{hello}\",\"query\":\"\"}",
          "{\"query\":\"{hello}\",\"variables\":[]}",
          "{\"query\":\"{hello}\",\"variables\":\"\"}",
          "{\"query\":\"{hello}\",\"operationName\":5}",
          "{\"query\":\"{hello}\",\"extensions\":1}",
          "[".repeat(5_000),
          "{\"variables\":".repeat(5_000),
          "{\"query\":\"{hello}\",\"a\":" + "9".repeat(9_000) + "}"
        }) {
      GraphQlAnswer answer = answer(json.getBytes(StandardCharsets.UTF_8));
      assertThat(answer.outcome()).as(json).isEqualTo(GraphQlAnswer.Outcome.MALFORMED);
    }
    byte[] broken = "{\"query\":\"{hello(name: \\\"?\\\")}\"}".getBytes(StandardCharsets.UTF_8);
    broken[broken.length - 6] = (byte) 0xff;
    assertThat(answer(broken).outcome()).isEqualTo(GraphQlAnswer.Outcome.MALFORMED);
  }

  @Test
  void halfACharacterInAQueryIsAnErrorLikeAnyOther() throws Exception {
    JsonNode answer = JSON.readTree(json("{\"query\":\"{ \\ud800 }\"}"));
    assertThat(code(answer)).isEqualTo("QUERY_SYNTAX");
    answer = JSON.readTree(json("{\"query\":\"{hello}\",\"operationName\":\"\\ud800\"}"));
    assertThat(code(answer)).isEqualTo("OPERATION_UNKNOWN");
  }

  @Test
  void heldQueryAnswersWhenSomethingArrives() throws Exception {
    CompletableFuture<GraphQlAnswer> answer = begin("{ entriesSince(waitSeconds: 25) { count } }");
    awaitHeld(1);
    assertThat(answer).isNotDone();
    test.arrive(3);
    assertThat(text(answer)).isEqualTo("{\"data\":{\"entriesSince\":{\"count\":3}}}");
    assertThat(test.engine().heldQueries()).isZero();
  }

  @Test
  void heldQueryIsWokenForNothingAndStaysHeld() throws Exception {
    CompletableFuture<GraphQlAnswer> answer = begin("{ entriesSince(waitSeconds: 25) { count } }");
    awaitHeld(1);
    test.arrive(0);
    test.arrive(2);
    assertThat(text(answer)).contains("\"count\":2");
  }

  @Test
  void heldQueryAnswersEmptyWhenTheTimeIsOver() throws Exception {
    assertThat(text(begin("{ entriesSince(waitSeconds: 1) { count } }"))).contains("\"count\":0");
    assertThat(test.engine().heldQueries()).isZero();
  }

  @Test
  void heldQueryMayWaitLongerThanAnExecutionMayTake() throws Exception {
    CompletableFuture<GraphQlAnswer> answer = begin("{ entriesSince(waitSeconds: 3) { count } }");
    assertThat(text(answer)).isEqualTo("{\"data\":{\"entriesSince\":{\"count\":0}}}");
  }

  @Test
  void heldQueryEndsWithItsAsker() throws Exception {
    CompletableFuture<GraphQlAnswer> answer = begin("{ entriesSince(waitSeconds: 25) { count } }");
    awaitHeld(1);
    answer.cancel(true);
    awaitHeld(0);
    assertThat(code(ask("{ hello }"))).isEmpty();
  }

  @Test
  void closingAnswersHeldQueriesAtOnce() throws Exception {
    CompletableFuture<GraphQlAnswer> answer = begin("{ entriesSince(waitSeconds: 25) { count } }");
    awaitHeld(1);
    test.engine().close();
    assertThat(text(answer)).contains("\"count\":0");
    assertThat(code(ask("{ hello }"))).isEqualTo("SHUTTING_DOWN");
  }

  private void awaitHeld(int count) throws InterruptedException {
    while (test.engine().heldQueries() != count) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private JsonNode ask(String query) throws IOException {
    return ask(query, "{}");
  }

  private JsonNode ask(String query, String variables) throws IOException {
    return JSON.readTree(json(request(query, variables)));
  }

  private String json(String request) {
    return new String(
        answer(request.getBytes(StandardCharsets.UTF_8)).encode(ContentCoding.IDENTITY).body(),
        StandardCharsets.UTF_8);
  }

  private GraphQlAnswer answer(byte[] request) {
    return test.engine().answer(request, "someone", () -> {}).join();
  }

  private CompletableFuture<GraphQlAnswer> begin(String query) throws IOException {
    return test.engine()
        .answer(request(query, "{}").getBytes(StandardCharsets.UTF_8), "someone", () -> {});
  }

  private static String text(CompletableFuture<GraphQlAnswer> answer) {
    return new String(answer.join().encode(ContentCoding.IDENTITY).body(), StandardCharsets.UTF_8);
  }

  private static String request(String query, String variables) throws JsonProcessingException {
    return "{\"query\":" + JSON.writeValueAsString(query) + ",\"variables\":" + variables + "}";
  }

  private static String code(JsonNode answer) {
    return answer.at("/errors/0/extensions/code").asText();
  }
}
