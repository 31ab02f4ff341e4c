package bambusa.relay;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.operation.SchemaId;
import bambusa.relay.demo.Garden;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Schema replication between whole relays (replication.md 4). */
final class SchemaReplicationTest extends RelaysTest {

  private static final Pattern COUNT = Pattern.compile("\"count\":\"(\\d+)\"");

  private static String logs(List<?> schemas) {
    StringBuilder ids = new StringBuilder();
    schemas.forEach(schema -> ids.append('"').append(schema).append('"'));
    return "{ logRanges(target: {schemaIds: [" + ids + "]}, ranges: [{}]) { count fingerprint } }";
  }

  private int count(Relay relay, List<?> schemas) throws Exception {
    Matcher count = COUNT.matcher(ask(relay, logs(schemas)));
    return count.find() ? Integer.parseInt(count.group(1)) : 0;
  }

  @Test
  void onlyTheSchemaThatIsAskedForComesWithWhatDefinesIt() throws Exception {
    Relay near = relay("near");
    Garden garden = garden(near);
    for (int i = 0; i < 40; i++) {
      garden.grow();
    }
    List<SchemaId> wanted = garden.schemaIds().subList(0, 1);
    Relay far = relay("far", List.of(address(near)), wanted);
    catchesUp(far, near, wanted);
    // What the relay is to pull may still grow, and the next page tells of it.
    garden.grow();
    garden.grow();
    catchesUp(far, near, wanted);
    assertThat(count(far, garden.schemaIds().subList(1, 2))).isZero();
    // The definition of one of the two schemas, and of its fields only.
    assertThat(count(far, List.of(SchemaId.SCHEMA_DEFINITION))).isEqualTo(1);
    assertThat(count(far, List.of(SchemaId.SCHEMA_FIELD_DEFINITION)))
        .isPositive()
        .isLessThan(count(near, List.of(SchemaId.SCHEMA_FIELD_DEFINITION)));
  }

  private void catchesUp(Relay far, Relay near, List<SchemaId> wanted) throws Exception {
    while (!ask(far, logs(wanted)).equals(ask(near, logs(wanted)))) {
      awaitArrival(far);
    }
  }

  @Test
  void whatDefinesASchemaComesBeforeAnyDocumentOfIt() throws Exception {
    Relay near = relay("near");
    List<SchemaId> wanted = garden(near).schemaIds().subList(1, 2);
    assertThat(count(near, wanted)).isZero();
    Relay far = relay("far", List.of(address(near)), wanted);
    // The fields are known by what the definition names.
    while (count(far, List.of(SchemaId.SCHEMA_FIELD_DEFINITION)) == 0) {
      awaitArrival(far);
    }
    assertThat(count(far, List.of(SchemaId.SCHEMA_DEFINITION))).isEqualTo(1);
  }

  @Test
  void schemasComeThroughARelayBetween() throws Exception {
    Relay near = relay("near");
    Relay middle = relay("middle", near);
    Garden garden = garden(near);
    garden.grow();
    List<SchemaId> wanted = garden.schemaIds();
    Relay far = relay("far", List.of(address(middle)), wanted);
    for (int i = 0; i < 10; i++) {
      garden.grow();
    }
    catchesUp(far, near, wanted);
    assertThat(count(far, wanted)).isPositive();
  }
}
