package bambusa.replication;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.crypto.Hash;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.log.SeqNum;
import bambusa.operation.SchemaId;
import bambusa.replication.FeedQuery.LogPart;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FeedQueryTest {

  @Test
  void feedFromTheStartLeavesTheCursorOut() throws JsonProcessingException {
    JsonNode variables =
        parse(FeedQuery.entriesSince(null, TargetSet.EVERYTHING, 1000, 0)).get("variables");

    assertThat(variables.toString()).isEqualTo("{\"target\":{},\"first\":1000,\"waitSeconds\":0}");
  }

  @Test
  void cursorComesBackAsItWasGiven() throws JsonProcessingException {
    String cursor = "\"\\\u0001\u001fä\uD83D\uDE00{}";
    TargetSet target = TargetSet.ofSchemas(List.of(SchemaId.BLOB, SchemaId.BLOB_PIECE));

    JsonNode variables = parse(FeedQuery.entriesSince(cursor, target, 5, 30)).get("variables");

    assertThat(variables.get("after").asText()).isEqualTo(cursor);
    assertThat(variables.get("target").toString())
        .isEqualTo("{\"schemaIds\":[\"blob_piece_v1\",\"blob_v1\"]}");
  }

  @Test
  void everyMemberOfTheTargetSetIsSent() throws JsonProcessingException {
    TargetSet target =
        new TargetSet(List.of(), List.of(TestAuthor.named("a").publicKey()), List.of());

    JsonNode sent =
        parse(FeedQuery.entriesSince(null, target, 5, 0)).get("variables").get("target");

    assertThat(sent.get("schemaIds")).isEmpty();
    assertThat(sent.get("owners").get(0).asText())
        .isEqualTo(TestAuthor.named("a").publicKey().toString());
    assertThat(sent.get("documentIds")).isEmpty();
  }

  @Test
  void entriesAreAskedForByHashUnderAliases() throws JsonProcessingException {
    Hash one = Hash.of(new byte[] {1});
    Hash two = Hash.of(new byte[] {2});

    String document = parse(FeedQuery.entriesByHash(List.of(one, two))).get("query").asText();

    assertThat(document)
        .isEqualTo(
            "{ e0:entryByHash(hash:\"%s\"){entry operation} e1:entryByHash(hash:\"%s\"){entry operation}}"
                .formatted(one, two));
  }

  @Test
  void numbersOfLogsAreSentAsText() throws JsonProcessingException {
    LogKey log = new LogKey(TestAuthor.named("a").publicKey(), new LogId(-1));

    JsonNode variables =
        parse(
                FeedQuery.entriesFromLogs(
                    List.of(new LogPart(log, null), new LogPart(log, new SeqNum(-1))), 9))
            .get("variables");

    assertThat(variables.get("logs").get(0).has("seqNum")).isFalse();
    assertThat(variables.get("logs").get(1).get("logId").asText())
        .isEqualTo("18446744073709551615");
    assertThat(variables.get("logs").get(1).get("seqNum").asText())
        .isEqualTo("18446744073709551615");
  }

  private static JsonNode parse(String body) throws JsonProcessingException {
    return new ObjectMapper().readTree(body);
  }
}
