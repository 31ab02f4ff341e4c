package bambusa.relay.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.Vectors;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.ingest.Decision;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.NextArgs;
import bambusa.ingest.Reason;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.log.SeqNum;
import bambusa.operation.DocumentViewId;
import bambusa.operation.SchemaId;
import bambusa.relay.graphql.VectorLog;
import bambusa.relay.storage.LogHeight;
import bambusa.relay.storage.NextArgsAnswer;
import bambusa.relay.storage.SharedDocuments;
import bambusa.relay.storage.SqlStore;
import bambusa.replication.TargetSet;
import bambusa.schema.Schema;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What authors are told who publish into a store. */
abstract class PublishContract {

  private final TestAuthor author = TestAuthor.named("author");
  private final TestAuthor other = TestAuthor.named("other");

  /** Opens a store of that name, an empty one when it is opened for the first time. */
  abstract SqlStore open(String name);

  private TestRelay relay(String name) {
    return new TestRelay(open(name));
  }

  @Test
  void whatIsPublishedAtOnceIsDecidedAsOneAfterTheOther() {
    for (int seed = 0; seed < 3; seed++) {
      List<VerifiedEntry> entries = new RandomPublishing(seed).entries(120);
      try (TestRelay slow = relay("slow-" + seed);
          TestRelay quick = relay("quick-" + seed)) {
        List<PublishResult> wanted = entries.stream().map(slow::publish).toList();
        List<CompletableFuture<PublishResult>> begun =
            entries.stream().map(TestRelay::encoded).map(quick.gate()::publish).toList();
        assertThat(begun.stream().map(CompletableFuture::join).toList())
            .as("seed " + seed)
            .isEqualTo(wanted);
        assertThat(quick.digest(entries)).isEqualTo(slow.digest(entries));
        assertThat(wanted).hasAtLeastOneElementOfType(PublishResult.Stored.class);
        assertThat(wanted).hasAtLeastOneElementOfType(PublishResult.Refused.class);
      }
    }
  }

  @Test
  void scenarioIsPublishedStepByStep() throws MalformedException {
    try (TestRelay relay = relay("scenario")) {
      JsonNode scenario = Vectors.read("scenario.json");
      for (JsonNode step : scenario.get("steps")) {
        String comment = step.get("comment").asText();
        JsonNode query = step.get("nextArgsQuery");
        DocumentViewId viewId =
            query.get("viewId").isNull()
                ? null
                : DocumentViewId.parse(query.get("viewId").asText());
        PublicKey publicKey = PublicKey.parse(query.get("publicKey").asText());
        assertThat(relay.reader().nextArgs(publicKey, viewId))
            .as(comment)
            .isEqualTo(new NextArgsAnswer.Found(nextArgs(step.get("nextArgs"))));
        assertThat(relay.publish(VectorLog.encoded(step)))
            .as(comment)
            .isEqualTo(new PublishResult.Stored(nextArgs(step.get("publishResponse"))));
      }
      List<LogHeight> wanted = new ArrayList<>();
      for (JsonNode height : scenario.get("logHeights")) {
        LogKey log =
            new LogKey(
                PublicKey.parse(height.get("publicKey").asText()),
                LogId.parse(height.get("logId").asText()));
        wanted.add(new LogHeight(log, SeqNum.parse(height.get("seqNum").asText())));
      }
      assertThat(StoreDigest.heights(relay.reader(), TargetSet.EVERYTHING))
          .containsExactlyInAnyOrderElementsOf(wanted);
      assertThat(relay.reader().schemaIds())
          .contains(SchemaId.parse(scenario.get("schemaId").asText()), SchemaId.SCHEMA_DEFINITION);
    }
  }

  private static NextArgs nextArgs(JsonNode json) throws MalformedException {
    return new NextArgs(
        LogId.parse(json.get("logId").asText()),
        SeqNum.parse(json.get("seqNum").asText()),
        json.get("backlink").isNull() ? null : Hash.parse(json.get("backlink").asText()),
        json.get("skiplink").isNull() ? null : Hash.parse(json.get("skiplink").asText()));
  }

  @Test
  void refusalsAreTheReferences() {
    int number = 0;
    for (JsonNode vector : Vectors.read("log_context.json").get("vectors")) {
      number++;
      SqlStore store = open("context-" + number);
      // Its definition was not recorded, so no store could learn it from entries.
      store.writer().write(knowing(VectorLog.schema()));
      try (TestRelay relay = new TestRelay(store)) {
        List<EncodedEntryAndOperation> stored = new ArrayList<>();
        for (int i = 0; i < vector.get("storedSeqNums").size(); i++) {
          stored.add(VectorLog.encoded(VectorLog.LOG.get("entries").get(i)));
        }
        relay.replicate(new PeerPage(stored, List.of(), document -> true, null));
        String wanted = vector.get("expected").path("error").asText("");
        PublishResult result = relay.publish(VectorLog.encoded(vector));
        String message = result instanceof PublishResult.Refused r ? r.message() : "";
        assertThat(message).as(vector.get("label").asText()).matches(pattern(wanted));
      }
    }
  }

  private static Decision knowing(Schema schema) {
    return new Decision(List.of(), List.of(), Set.of(), List.of(), List.of(schema), List.of());
  }

  /** The vectors write {@code <key>} and {@code <id>} where the message names one. */
  private static String pattern(String message) {
    return message.replaceAll("([.\\[\\]()])", "\\\\$1").replaceAll("<key>|<id>", "[0-9a-f]+");
  }

  @Test
  void publishingASecondBranchIsRefusedAndEndsTheLog() {
    TestLog log = new TestLog(author, 0);
    VerifiedEntry create = log.create("a");
    TestLog branch = log.branchAfter(1);
    VerifiedEntry kept = log.update("b", create);
    VerifiedEntry second = branch.update("c", create);
    try (TestRelay relay = relay("branch")) {
      relay.publish(create);
      relay.publish(kept);
      assertThat(relay.publish(second))
          .isEqualTo(
              new PublishResult.Refused(
                  Reason.WRONG_SEQ_NUM,
                  "Entry's claimed seq num of 2 does not match expected seq num of 3 for given"
                      + " public key and log"));
      assertThat(StoreDigest.proofs(relay.reader(), TargetSet.EVERYTHING)).hasSize(1);
      assertThat(relay.publish(log.update("d", kept)))
          .isInstanceOfSatisfying(
              PublishResult.Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.LOG_ENDED));
      // The document goes on in a new log.
      NextArgs nextArgs =
          ((NextArgsAnswer.Found)
                  relay.reader().nextArgs(author.publicKey(), DocumentViewId.of(create.hash())))
              .nextArgs();
      assertThat(nextArgs.logId()).isEqualTo(new LogId(1));
      assertThat(relay.publish(new TestLog(author, 1).update("e", create)))
          .isInstanceOf(PublishResult.Stored.class);
    }
  }

  @Test
  void nextArgsSaysWhyThereAreNone() {
    TestLog log = new TestLog(author, 0);
    VerifiedEntry create = log.create("a");
    VerifiedEntry deletion = log.delete(create);
    VerifiedEntry second = new TestLog(author, 1).create("b");
    VerifiedEntry third = new TestLog(other, 0).create("c");
    VerifiedEntry unknown = new TestLog(other, 1).create("d");
    try (TestRelay relay = relay("none")) {
      relay.replicate(create, deletion, second, third);
      assertThat(nextArgs(relay, unknown.hash()))
          .isEqualTo(new NextArgsAnswer.OperationNotFound(unknown.hash()));
      assertThat(nextArgs(relay, second.hash(), third.hash()))
          .isEqualTo(new NextArgsAnswer.SeveralDocuments());
      assertThat(nextArgs(relay, create.hash())).isEqualTo(new NextArgsAnswer.DocumentDeleted());
      assertThat(nextArgs(relay, third.hash()))
          .isEqualTo(
              new NextArgsAnswer.Found(new NextArgs(new LogId(2), SeqNum.FIRST, null, null)));
    }
  }

  @Test
  void highestLogIdIsUnsigned() {
    try (TestRelay relay = relay("unsigned")) {
      relay.publish(new TestLog(author, 5).create("a"));
      relay.publish(new TestLog(author, Long.MIN_VALUE).create("b"));
      assertThat(relay.reader().nextArgs(author.publicKey(), null))
          .isEqualTo(
              new NextArgsAnswer.Found(
                  new NextArgs(new LogId(Long.MIN_VALUE + 1), SeqNum.FIRST, null, null)));
      VerifiedEntry last = new TestLog(author, -1).create("c");
      assertThat(relay.publish(last))
          .isEqualTo(
              new PublishResult.Stored(
                  new NextArgs(new LogId(-1), new SeqNum(2), last.hash(), null)));
      assertThat(relay.reader().nextArgs(author.publicKey(), null))
          .isEqualTo(new NextArgsAnswer.MaxLogIdReached(author.publicKey()));
      assertThat(relay.reader().entryAt(last.entry().position())).isPresent();
    }
  }

  private NextArgsAnswer nextArgs(TestRelay relay, Hash... operationIds) {
    return relay
        .reader()
        .nextArgs(author.publicKey(), DocumentViewId.ofTips(List.of(operationIds)));
  }

  @Test
  void whatIsNotAllowedIsNotAccepted() {
    SharedDocuments mine =
        new SharedDocuments(List.of(SchemaId.SCHEMA_FIELD_DEFINITION), List.of(author.publicKey()));
    try (TestRelay relay = new TestRelay(open("allowed"), mine)) {
      assertThat(relay.publish(new TestLog(author, 0).create("a")))
          .isInstanceOf(PublishResult.Stored.class);
      assertThat(relay.publish(new TestLog(other, 0).create("b")))
          .isInstanceOfSatisfying(
              PublishResult.Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_ACCEPTED));
    }
  }

  @Test
  void whatWaitedForAPublishedEntryIsStoredWithIt() {
    TestLog log = new TestLog(author, 0);
    VerifiedEntry create = log.create("a");
    VerifiedEntry update = log.update("b", create);
    VerifiedEntry answer = new TestLog(other, 0).update("c", create);
    try (TestRelay relay = relay("waited")) {
      relay.replicate(answer, update);
      assertThat(relay.gate().parkedCount()).isEqualTo(2);
      assertThat(relay.gate().missing(10)).containsExactly(create.hash());
      relay.publish(create);
      assertThat(relay.gate().parkedCount()).isZero();
      assertThat(relay.reader().counts().entries()).isEqualTo(3);
    }
  }
}
