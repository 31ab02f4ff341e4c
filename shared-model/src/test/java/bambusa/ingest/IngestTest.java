package bambusa.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.Vectors;
import bambusa.crypto.Hash;
import bambusa.log.EntryEncoder;
import bambusa.log.LogId;
import bambusa.log.SeqNum;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import bambusa.replication.TargetSet;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IngestTest {

  private static final SchemaId FIELD = SchemaId.SCHEMA_FIELD_DEFINITION;

  private final TestLog log = new TestLog(TestAuthor.named("author"), 0);
  private final MemoryStore store = new MemoryStore();

  private static List<VerifiedEntry> scenario() {
    List<VerifiedEntry> entries = new ArrayList<>();
    for (JsonNode step : Vectors.read("scenario.json").get("steps")) {
      entries.add(Verified.entry(step.get("entry").asText(), step.get("operation").asText()));
    }
    return entries;
  }

  private IngestResult replicate(VerifiedEntry entry) {
    return store.replicate(List.of(entry), DocumentChoice.EVERYTHING).get(0);
  }

  private static Reason reason(IngestResult result) {
    return ((IngestResult.Rejected) result).reason();
  }

  @Test
  void scenarioIsPublishedStepByStep() {
    for (VerifiedEntry entry : scenario()) {
      assertThat(store.publish(entry, DocumentChoice.EVERYTHING))
          .isEqualTo(new IngestResult.Accepted());
    }
    for (JsonNode height : Vectors.read("scenario.json").get("logHeights")) {
      assertThat(store.digest())
          .contains(
              height.get("publicKey").asText()
                  + "/"
                  + height.get("logId").asText()
                  + " "
                  + height.get("seqNum").asText()
                  + " null");
    }
  }

  @Test
  void scenarioConvergesInAnyOrderOfArrival() {
    List<VerifiedEntry> entries = scenario();
    store.replicate(entries, DocumentChoice.EVERYTHING);
    assertThat(store.entryCount()).isEqualTo(entries.size());
    for (int seed = 0; seed < 100; seed++) {
      List<VerifiedEntry> shuffled = new ArrayList<>(entries);
      Collections.shuffle(shuffled, new Random(seed));
      MemoryStore other = new MemoryStore();
      shuffled.forEach(entry -> other.replicate(List.of(entry), DocumentChoice.EVERYTHING));
      assertThat(other.digest()).as("seed " + seed).isEqualTo(store.digest());
      assertThat(other.parkedCount()).isZero();
    }
  }

  @Test
  void duplicateIsDoneAndWhatStandsOnItInTheSameBatchIsStored() {
    VerifiedEntry create = log.create("a");
    replicate(create);
    VerifiedEntry update = log.update("b", create);
    assertThat(store.replicate(List.of(create, update), DocumentChoice.EVERYTHING))
        .containsExactly(new IngestResult.Duplicate(), new IngestResult.Accepted());
  }

  @Test
  void gapIsParkedUntilTheEntryBeforeArrives() {
    VerifiedEntry create = log.create("a");
    VerifiedEntry second = log.update("b", create);
    VerifiedEntry third = log.update("c", second);
    replicate(create);
    assertThat(replicate(third)).isEqualTo(new IngestResult.Parked(Set.of(second.hash())));
    assertThat(store.log(log.key()).height()).isEqualTo(1);
    replicate(second);
    assertThat(store.log(log.key()).height()).isEqualTo(3);
  }

  @Test
  void schemaWithoutItsDefinitionIsWaitedForByHash() {
    List<VerifiedEntry> scenario = scenario();
    VerifiedEntry document = scenario.get(5);
    IngestResult result = replicate(document);
    Hash definition =
        document.operation().schemaId().definition().orElseThrow().operationIds().get(0);
    assertThat(result).isEqualTo(new IngestResult.Parked(Set.of(definition)));
  }

  @Test
  void definitionThatCameUnaskedIsWaitedForAllTheSame() {
    List<VerifiedEntry> scenario = scenario();
    VerifiedEntry document = scenario.get(5);
    SchemaId schema = document.operation().schemaId();
    Hash definition = schema.definition().orElseThrow().operationIds().get(0);
    TargetSet target = TargetSet.ofSchemas(List.of(schema));
    store.replicate(List.of(document), target);
    for (VerifiedEntry entry : scenario.subList(0, 5)) {
      IngestResult pushed = store.replicate(List.of(entry), target).get(0);
      assertThat(reason(pushed)).isEqualTo(Reason.NOT_ASKED_FOR);
    }
    assertThat(store.missing()).containsExactly(definition);

    scenario.subList(0, 5).forEach(this::replicate);
    assertThat(store.standing(document.hash())).isEqualTo(Standing.KEPT);
  }

  @Test
  void wrongLinksAreRefused() {
    VerifiedEntry create = log.create("a");
    VerifiedEntry second = log.update("b", create);
    VerifiedEntry third = log.update("c", second);
    store.replicate(log.entries(), DocumentChoice.EVERYTHING);
    Operation operation =
        Operation.update(FIELD, new DocumentViewId(List.of(third.hash())), Map.of());
    LogId logId = new LogId(0);
    Hash strange = Hash.of(new byte[] {9});
    VerifiedEntry backlink =
        log.sign(
            new EntryEncoder.Place(logId, new SeqNum(4), create.hash(), second.hash()), operation);
    VerifiedEntry skiplink =
        log.sign(new EntryEncoder.Place(logId, new SeqNum(4), strange, third.hash()), operation);
    assertThat(reason(replicate(backlink))).isEqualTo(Reason.WRONG_BACKLINK);
    assertThat(reason(replicate(skiplink))).isEqualTo(Reason.WRONG_SKIPLINK);
    assertThat(store.entryCount()).isEqualTo(3);
  }

  @Test
  void secondDocumentInALogIsRefused() {
    log.create("a");
    store.replicate(log.entries(), DocumentChoice.EVERYTHING);
    assertThat(reason(replicate(log.create("b")))).isEqualTo(Reason.WRONG_DOCUMENT);
  }

  @Test
  void previousOfSeveralDocumentsIsRefused() {
    VerifiedEntry one = log.create("a");
    VerifiedEntry two = new TestLog(TestAuthor.named("author"), 1).create("b");
    store.replicate(List.of(one, two), DocumentChoice.EVERYTHING);
    VerifiedEntry both = log.update("c", one, two);
    assertThat(reason(replicate(both))).isEqualTo(Reason.PREVIOUS_OF_SEVERAL_DOCUMENTS);
  }

  @Test
  void previousOfAnotherSchemaIsRefused() {
    List<VerifiedEntry> scenario = scenario();
    store.replicate(scenario, DocumentChoice.EVERYTHING);
    VerifiedEntry chat = scenario.get(5);
    VerifiedEntry update = new TestLog(TestAuthor.named("author"), 0).update("x", chat);
    assertThat(reason(replicate(update))).isEqualTo(Reason.PREVIOUS_OF_OTHER_SCHEMA);
  }

  @Test
  void operationThatDoesNotFitItsSchemaIsRefused() {
    VerifiedEntry wrong =
        log.append(Operation.create(FIELD, Map.of("name", new PlainValue.Str("a"))));
    assertThat(reason(replicate(wrong))).isEqualTo(Reason.SCHEMA_VIOLATION);
  }

  @Test
  void whatWasNotAskedForIsRefusedAndWhatIsNotAcceptedToo() {
    VerifiedEntry create = log.create("a");
    DocumentChoice nothing = document -> false;
    assertThat(reason(store.replicate(List.of(create), nothing).get(0)))
        .isEqualTo(Reason.NOT_ASKED_FOR);
    assertThat(reason(store.publish(create, nothing))).isEqualTo(Reason.NOT_ACCEPTED);
    assertThat(store.entryCount()).isZero();
  }

  @Test
  void publishingRefusesWhatReplicationMustTake() {
    VerifiedEntry create = log.create("a");
    VerifiedEntry deletion = log.delete(create);
    VerifiedEntry late = new TestLog(TestAuthor.named("other"), 0).update("b", create);
    VerifiedEntry otherLog = new TestLog(TestAuthor.named("author"), 1).update("c", create);
    store.publish(create, DocumentChoice.EVERYTHING);
    assertThat(reason(store.publish(otherLog, DocumentChoice.EVERYTHING)))
        .isEqualTo(Reason.WRONG_LOG);
    store.publish(deletion, DocumentChoice.EVERYTHING);
    assertThat(reason(store.publish(late, DocumentChoice.EVERYTHING)))
        .isEqualTo(Reason.DOCUMENT_DELETED);
    assertThat(replicate(late)).isEqualTo(new IngestResult.Accepted());
    assertThat(replicate(otherLog)).isEqualTo(new IngestResult.Accepted());
  }

  @Test
  void publishingWaitsForNothing() {
    VerifiedEntry create = log.create("a");
    VerifiedEntry second = log.update("b", create);
    VerifiedEntry foreign = new TestLog(TestAuthor.named("other"), 0).update("c", create);
    assertThat(reason(store.publish(second, DocumentChoice.EVERYTHING)))
        .isEqualTo(Reason.WRONG_SEQ_NUM);
    assertThat(reason(store.publish(foreign, DocumentChoice.EVERYTHING)))
        .isEqualTo(Reason.PREVIOUS_NOT_FOUND);
    assertThat(reason(store.publish(scenario().get(5), DocumentChoice.EVERYTHING)))
        .isEqualTo(Reason.SCHEMA_NOT_FOUND);
    assertThat(store.parkedCount()).isZero();
  }
}
