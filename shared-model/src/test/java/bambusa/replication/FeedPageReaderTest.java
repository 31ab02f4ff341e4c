package bambusa.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.bytes.MalformedException;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.EncodedEntry;
import bambusa.operation.EncodedOperation;
import bambusa.replication.FeedPage.EncodedForkProof;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FeedPageReaderTest {

  private static final int MAX_BYTES = 1 << 20;

  private final FeedPageReader reader = new FeedPageReader(100, MAX_BYTES);

  @Test
  void everyMemberIsRead() throws MalformedException {
    FeedPage page =
        given(
            """
            {"data":{"entriesSince":{"entries":[{"entry":"00ff","operation":"8401"},{"entry":"01","operation":null}],
            "forkProofs":[{"first":"aa","second":"BB"}],"endCursor":"a/7","hasNextPage":true,"reset":true,
            "remaining":"18446744073709551615"}}}
            """);

    assertThat(page.entries())
        .containsExactly(
            new EncodedEntryAndOperation(
                EncodedEntry.parse("00ff"), EncodedOperation.parse("8401")),
            new EncodedEntryAndOperation(EncodedEntry.parse("01"), null));
    assertThat(page.forkProofs())
        .containsExactly(new EncodedForkProof(EncodedEntry.parse("aa"), EncodedEntry.parse("bb")));
    assertThat(page.endCursor()).isEqualTo("a/7");
    assertThat(page.hasNextPage()).isTrue();
    assertThat(page.reset()).isTrue();
    assertThat(page.remaining()).isEqualTo(-1);
  }

  @Test
  void orderSpaceAndUnknownMembersDoNotMatter() throws MalformedException {
    FeedPage page =
        given(
            """
            { "extensions" : { "cost" : [ 1, -2.5e3, {"entries":[]}, [] ] } ,
              "data" : { "other" : [ [ ] , "}]" , true ] , "entriesSince" : {
                "remaining" : 12 , "later" : { "entry" : "zz" } , "endCursor" : "q\\"\\u00e4\\\\" ,
                "entries" : [ { "certificatePool" : [ "00" ] , "operation" : "AB" , "entry" : "CD" } ]
              } } , "errors" : null }
            """);

    assertThat(page.entries())
        .containsExactly(
            new EncodedEntryAndOperation(EncodedEntry.parse("cd"), EncodedOperation.parse("ab")));
    assertThat(page.endCursor()).isEqualTo("q\"ä\\");
    assertThat(page.remaining()).isEqualTo(12);
    assertThat(page.hasNextPage()).isFalse();
  }

  @Test
  void errorsAreAnAnswerOfTheirOwn() throws MalformedException {
    Answer<FeedPage> answer =
        reader.read(
            utf8(
                """
                {"errors":[{"path":["entriesSince"],"message":"first is above 10000"},{"locations":[]}],"data":null}
                """));

    assertThat(answer)
        .isEqualTo(
            new Answer.Failed<FeedPage>(
                List.of("first is above 10000", "an error without a message")));
  }

  @Test
  void boundsAreHeld() {
    String entry = "{\"entry\":\"00\",\"operation\":\"00\"}";
    String tooMany = String.join(",", Collections.nCopies(101, entry));
    String tooDeep = "[".repeat(40) + "]".repeat(40);

    assertMalformed(page("\"entries\":[" + tooMany + "]"), "at most 100 entries");
    assertMalformed(page("\"x\":" + tooDeep), "levels");
    assertMalformed(page("\"remaining\":\"18446744073709551616\""), "below 2^64");
    assertMalformed(page("\"x\":\"" + " ".repeat(MAX_BYTES) + "\""), "at most " + MAX_BYTES);
  }

  @Test
  void entryThatIsNoHexOrTooLongIsReadAsNothing() throws MalformedException {
    String tooLong = "00".repeat(EncodedEntry.MAX_SIZE + 1);
    for (String bad : new String[] {"0", "0g", "\\u0030", tooLong}) {
      FeedPage page =
          given(
              page(
                  "\"entries\":[{\"entry\":\""
                      + bad
                      + "\"},{\"entry\":\"01\",\"operation\":\"0\"}]"));
      assertThat(page.entries())
          .containsExactly(
              new EncodedEntryAndOperation(EncodedEntry.parse(""), null),
              new EncodedEntryAndOperation(EncodedEntry.parse("01"), EncodedOperation.parse("")));
    }
  }

  @Test
  void whatIsNoPageIsRefused() {
    assertMalformed("", "at byte 0");
    assertMalformed("{}", "neither");
    assertMalformed("{\"data\":null}", "neither");
    assertMalformed("{\"data\":{\"entriesSince\":null}}", "entriesSince");
    assertMalformed("{\"data\":{\"entriesSince\":{\"entries\":[]}}}", "endCursor");
    assertMalformed(page("\"entries\":[{\"operation\":\"00\"}]"), "'entry'");
    assertMalformed(page("\"entries\":[{\"entry\":0}]"), "expected ','");
    assertMalformed(page("\"entries\":[,]"), "expected '{'");
    assertMalformed(page("\"hasNextPage\":tru"), "true or false");
    assertMalformed(page("\"remaining\":\"-1\""), "decimal");
    assertMalformed(page("") + "{}", "the end");
  }

  @Test
  void whatWasWrittenInAnyOrderIsReadBack() throws MalformedException {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      FeedPage page = randomPage(random);

      assertThat(given(json(page, random))).isEqualTo(page);
    }
  }

  @Test
  void damagedBytesAreMalformedOrAPage() throws MalformedException {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = utf8(json(randomPage(random), random));
      for (int j = random.nextInt(4); j >= 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(4) == 0) {
        damaged = java.util.Arrays.copyOf(damaged, random.nextInt(damaged.length));
      }
      try {
        assertThat(reader.read(damaged)).isNotNull();
      } catch (MalformedException e) {
        assertThat(e).hasMessageContaining("expected");
      }
    }
  }

  private FeedPage given(String json) throws MalformedException {
    return ((Answer.Given<FeedPage>) reader.read(utf8(json))).value();
  }

  private void assertMalformed(String json, String message) {
    assertThatThrownBy(() -> reader.read(utf8(json)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(message);
  }

  private static String page(String members) {
    String separator = members.isEmpty() ? "" : ",";
    return "{\"data\":{\"entriesSince\":{\"endCursor\":\"c\"" + separator + members + "}}}";
  }

  private static FeedPage randomPage(Random random) {
    List<EncodedEntryAndOperation> entries = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      entries.add(
          new EncodedEntryAndOperation(
              new EncodedEntry(bytes(random)),
              random.nextInt(8) == 0 ? null : new EncodedOperation(bytes(random))));
    }
    List<EncodedForkProof> proofs = new ArrayList<>();
    for (int i = random.nextInt(2); i > 0; i--) {
      proofs.add(
          new EncodedForkProof(new EncodedEntry(bytes(random)), new EncodedEntry(bytes(random))));
    }
    return new FeedPage(
        entries,
        proofs,
        "c\"\\\n" + random.nextInt(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextLong());
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String json(FeedPage page, Random random) {
    List<String> entries = new ArrayList<>();
    for (EncodedEntryAndOperation entry : page.entries()) {
      String operation = entry.operation() == null ? "null" : quoted(entry.operation().toString());
      entries.add(
          object(
              random,
              "\"entry\":" + quoted(entry.entry().toString()),
              "\"operation\":" + operation));
    }
    List<String> proofs = new ArrayList<>();
    for (EncodedForkProof proof : page.forkProofs()) {
      proofs.add(
          object(
              random,
              "\"first\":" + quoted(proof.first().toString()),
              "\"second\":" + quoted(proof.second().toString()),
              "\"seqNum\":\"1\""));
    }
    String cursor = page.endCursor().replace("\\", "\\\\").replace("\"", "\\\"");
    String feed =
        object(
            random,
            "\"entries\":[" + String.join(",", entries) + "]",
            "\"forkProofs\":[" + String.join(",", proofs) + "]",
            "\"endCursor\":" + quoted(cursor.replace("\n", "\\u000a")),
            "\"hasNextPage\":" + page.hasNextPage(),
            "\"reset\":" + page.reset(),
            "\"remaining\":" + quoted(Long.toUnsignedString(page.remaining())));
    return object(random, "\"data\":{\"entriesSince\":" + feed + "}", "\"extensions\":{}");
  }

  private static String object(Random random, String... members) {
    List<String> shuffled = new ArrayList<>(List.of(members));
    Collections.shuffle(shuffled, random);
    return "{" + String.join(random.nextBoolean() ? "," : " ,\n ", shuffled) + "}";
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
