package bambusa.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.Vectors;
import bambusa.bytes.MalformedException;
import bambusa.operation.SchemaId;
import bambusa.schema.FieldType;
import bambusa.schema.Schema;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Entries that are right by themselves and wrong, or not, for the log they come to. */
class LogContextTest {

  private static final JsonNode LOG = Vectors.read("log_081.json");

  @Test
  void publishingSaysWhatTheReferenceSays() {
    for (JsonNode vector : Vectors.read("log_context.json").get("vectors")) {
      String label = vector.get("label").asText();
      String wanted = vector.get("expected").path("error").asText("");
      assertThat(publish(vector)).as(label).matches(pattern(wanted));
    }
  }

  /** The vectors write {@code <key>} and {@code <id>} where the message names one. */
  private static String pattern(String message) {
    return message.replaceAll("([.\\[\\]()])", "\\\\$1").replaceAll("<key>|<id>", "[0-9a-f]+");
  }

  private static String publish(JsonNode vector) {
    EntryDecoding.Outcome decoded =
        Verified.decode(vector.get("entry").asText(), vector.get("operation").asText());
    if (decoded instanceof EntryDecoding.Outcome.Refused refused) {
      return refused.detail();
    }
    VerifiedEntry entry =
        Verified.entry(vector.get("entry").asText(), vector.get("operation").asText());
    IngestResult result = stored(vector).publish(entry, DocumentChoice.EVERYTHING);
    if (result instanceof IngestResult.Rejected rejected) {
      return rejected.detail();
    }
    if (result instanceof IngestResult.Forked forked) {
      return forked.detail();
    }
    assertThat(result).isEqualTo(new IngestResult.Accepted());
    return "";
  }

  @Test
  void replicationTakesADuplicateAsDone() {
    JsonNode vector = Vectors.read("log_context.json").get("vectors").get(7);
    assertThat(vector.get("label").asText()).startsWith("already stored");
    VerifiedEntry entry =
        Verified.entry(vector.get("entry").asText(), vector.get("operation").asText());
    assertThat(stored(vector).replicate(List.of(entry), DocumentChoice.EVERYTHING))
        .containsExactly(new IngestResult.Duplicate());
  }

  private static MemoryStore stored(JsonNode vector) {
    MemoryStore store = new MemoryStore();
    store.know(schema());
    List<VerifiedEntry> entries = new ArrayList<>();
    for (int i = 0; i < vector.get("storedSeqNums").size(); i++) {
      JsonNode stored = LOG.get("entries").get(i);
      entries.add(Verified.entry(stored.get("entry").asText(), stored.get("operation").asText()));
    }
    store.replicate(entries, DocumentChoice.EVERYTHING);
    assertThat(store.entryCount()).isEqualTo(entries.size());
    return store;
  }

  /** The vectors' schema, whose definition they do not hold: one field of every type. */
  private static Schema schema() {
    Map<String, FieldType> fields = new TreeMap<>();
    try {
      for (String type : List.of("bool", "int", "float", "str", "bytes")) {
        fields.put(type + "_field", FieldType.parse(type));
      }
      for (String type :
          List.of("relation", "relation_list", "pinned_relation", "pinned_relation_list")) {
        fields.put(type + "_field", FieldType.parse(type + "(blob_v1)"));
      }
      return new Schema(SchemaId.parse(LOG.get("schemaId").asText()), "", fields);
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }
}
