package bambusa.replication;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.crypto.Hash;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WantedSchemasTest {

  private final TestLog fields = new TestLog(TestAuthor.named("author"), 0);
  private final VerifiedEntry field = fields.create("text");
  private final VerifiedEntry definition =
      new TestLog(TestAuthor.named("author"), 1)
          .append(
              Operation.create(
                  SchemaId.SCHEMA_DEFINITION,
                  Map.of(
                      "name",
                      new PlainValue.Str("chat"),
                      "description",
                      new PlainValue.Str("of a test"),
                      "fields",
                      new PlainValue.HashLists(List.of(List.of(field.hash()))))));
  private final SchemaId schema =
      SchemaId.application("chat", DocumentViewId.of(definition.hash()));
  private final Map<Hash, Operation> held = new HashMap<>();

  private void hold(VerifiedEntry entry) {
    held.put(entry.hash(), entry.operation());
  }

  @Test
  void definitionIsAskedForAndThenTheFieldsItNames() {
    WantedSchemas wanted = new WantedSchemas(TargetSet.ofSchemas(List.of(schema)));
    assertThat(wanted.missing(held::get)).containsExactly(definition.hash());
    hold(definition);
    assertThat(wanted.missing(held::get)).containsExactly(field.hash());
    hold(field);
    assertThat(wanted.missing(held::get)).isEmpty();
  }

  @Test
  void whoWantsEverythingOrSystemSchemasOnlyAsksForNothing() {
    assertThat(new WantedSchemas(TargetSet.EVERYTHING).missing(held::get)).isEmpty();
    TargetSet system = TargetSet.ofSchemas(List.of(SchemaId.SCHEMA_DEFINITION));
    assertThat(new WantedSchemas(system).missing(held::get)).isEmpty();
  }
}
