package bambusa.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.crypto.Hash;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import bambusa.replication.NeededDocuments;
import bambusa.replication.TargetSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Schemas whose definition stands behind a fork (replication.md 6 and 7). */
class SchemaForkTest {

  private final TestLog fields = new TestLog(TestAuthor.named("forker"), 0);
  private final TestLog definitions = new TestLog(TestAuthor.named("forker"), 1);
  private final VerifiedEntry field = fields.create("text");
  private final VerifiedEntry otherField = fields.branchAfter(0).create("other");
  private final VerifiedEntry draft = definitions.append(TestLog.definition("draft", field));
  private final TestLog branch = definitions.branchAfter(1);
  private final VerifiedEntry definition = definitions.append(named("chat", draft));
  private final VerifiedEntry otherDefinition = branch.append(named("mail", draft));
  private final VerifiedEntry otherDraft =
      definitions.branchAfter(0).append(TestLog.definition("mail", field));
  private final SchemaId schema =
      SchemaId.application("chat", DocumentViewId.of(definition.hash()));
  private final TestLog documents = new TestLog(TestAuthor.named("honest"), 0);
  private final VerifiedEntry document =
      documents.append(Operation.create(schema, Map.of("text", new PlainValue.Str("hello"))));
  private final TargetSet target = TargetSet.ofSchemas(List.of(schema));

  private static Operation named(String name, VerifiedEntry previous) {
    return Operation.update(
        SchemaId.SCHEMA_DEFINITION,
        DocumentViewId.of(previous.hash()),
        Map.of("name", new PlainValue.Str(name)));
  }

  private static MemoryStore holding(VerifiedEntry... entries) {
    MemoryStore store = new MemoryStore();
    for (VerifiedEntry entry : entries) {
      store.replicate(List.of(entry), DocumentChoice.EVERYTHING);
    }
    return store;
  }

  /** What is missing comes by hash, each by itself, as often as it is asked for. */
  private void resolveMissing(MemoryStore store, DocumentChoice asked) {
    for (int round = 0; round < 10 && !store.missing().isEmpty(); round++) {
      List<Hash> missing = store.missing();
      for (VerifiedEntry entry : List.of(field, draft, definition)) {
        if (missing.contains(entry.hash())) {
          store.replicate(List.of(entry), asked);
        }
      }
    }
  }

  @Test
  void documentsOfASchemaBehindAForkAreTheSameWhicheverCameFirst() {
    MemoryStore early = holding(field, draft, definition, document, otherDefinition);
    assertThat(early.standing(document.hash())).isEqualTo(Standing.KEPT);

    MemoryStore late = holding(field, draft, otherDefinition, definition, document);
    assertThat(late.missing()).containsExactly(definition.hash());
    resolveMissing(late, DocumentChoice.EVERYTHING);

    assertThat(late.standing(document.hash())).isEqualTo(Standing.KEPT);
    assertThat(late.digest()).isEqualTo(early.digest());
    // Both can tell the next one that asks.
    assertThat(early.standing(definition.hash())).isEqualTo(Standing.EVIDENCE);
    assertThat(late.standing(definition.hash())).isEqualTo(Standing.EVIDENCE);
  }

  @Test
  void everyPartOfADefinitionMayStandBehindAFork() {
    MemoryStore early =
        holding(field, draft, definition, document, otherDefinition, otherDraft, otherField);
    MemoryStore late = holding(field, otherField, draft, otherDraft, otherDefinition, document);
    resolveMissing(late, DocumentChoice.EVERYTHING);
    assertThat(late.standing(document.hash())).isEqualTo(Standing.KEPT);
    assertThat(late.digest()).isEqualTo(early.digest());
  }

  @Test
  void whatDefinesAWantedSchemaBehindAForkIsTakenInAlthoughItIsNotOfTheTargetSet() {
    MemoryStore store = new MemoryStore();
    store.prove(ForkProof.of(field.entry(), otherField.entry()));
    store.prove(ForkProof.of(draft.entry(), otherDraft.entry()));
    store.replicate(List.of(document), target);
    resolveMissing(store, new NeededDocuments(target));
    assertThat(store.standing(document.hash())).isEqualTo(Standing.KEPT);
    assertThat(store.parkedCount()).isZero();
  }

  @Test
  void definitionBehindAForkThatNoDocumentNeedsIsNotTakenIn() {
    MemoryStore store = holding(field, draft, otherDefinition, definition);
    assertThat(store.find(definition.hash())).isNull();
  }

  @Test
  void schemaSeenBehindAForkIsNotRememberedWithoutWhatDefinesIt() {
    TestLog ended = new TestLog(TestAuthor.named("forker"), 5);
    VerifiedEntry text = ended.append(said("one"));
    VerifiedEntry otherText = ended.branchAfter(0).append(said("other"));
    MemoryStore store = holding(field, draft, otherDefinition);
    store.prove(ForkProof.of(text.entry(), otherText.entry()));
    // Neither is kept, but one tells what the other follows.
    store.replicate(List.of(definition, text), DocumentChoice.EVERYTHING);
    store.replicate(List.of(document), DocumentChoice.EVERYTHING);
    resolveMissing(store, DocumentChoice.EVERYTHING);
    assertThat(store.standing(document.hash())).isEqualTo(Standing.KEPT);
    assertThat(store.standing(definition.hash())).isEqualTo(Standing.EVIDENCE);
  }

  private Operation said(String text) {
    return Operation.create(schema, Map.of("text", new PlainValue.Str(text)));
  }

  @Test
  void anyOrderOfArrivalEndsWithTheSameDocuments() {
    String wanted = null;
    for (int seed = 0; seed < 200; seed++) {
      List<VerifiedEntry> all =
          new ArrayList<>(
              List.of(field, otherField, draft, definition, otherDefinition, otherDraft, document));
      Collections.shuffle(all, new Random(seed));
      MemoryStore store = holding(all.toArray(VerifiedEntry[]::new));
      resolveMissing(store, DocumentChoice.EVERYTHING);
      assertThat(store.standing(document.hash())).as("seed " + seed).isEqualTo(Standing.KEPT);
      wanted = wanted == null ? store.digest() : wanted;
      assertThat(store.digest()).as("seed " + seed).isEqualTo(wanted);
    }
  }
}
