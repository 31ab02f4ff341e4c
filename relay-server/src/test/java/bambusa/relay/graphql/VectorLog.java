package bambusa.relay.graphql;

import bambusa.Vectors;
import bambusa.bytes.MalformedException;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.EncodedEntry;
import bambusa.operation.EncodedOperation;
import bambusa.operation.SchemaId;
import bambusa.relay.ingest.EntryPublisher;
import bambusa.relay.ingest.PublishResult;
import bambusa.schema.FieldType;
import bambusa.schema.Schema;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Recorded entries, published. */
public final class VectorLog {

  public static final JsonNode LOG = Vectors.read("log_081.json");

  private VectorLog() {}

  /** All 45 entries of the recorded log. */
  static void publish(EntryPublisher publisher) {
    for (JsonNode entry : LOG.get("entries")) {
      PublishResult result = publisher.publish(encoded(entry)).join();
      if (!(result instanceof PublishResult.Stored)) {
        throw new IllegalStateException(result.toString());
      }
    }
  }

  static String entry(int seqNum) {
    return LOG.get("entries").get(seqNum - 1).get("entry").asText();
  }

  static String operation(int seqNum) {
    return LOG.get("entries").get(seqNum - 1).get("operation").asText();
  }

  public static EncodedEntryAndOperation encoded(JsonNode entry) {
    try {
      return new EncodedEntryAndOperation(
          EncodedEntry.parse(entry.get("entry").asText()),
          EncodedOperation.parse(entry.get("operation").asText()));
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The recorded log's schema, whose definition was not recorded: one field of every type. */
  public static Schema schema() {
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

  /** A schema with one text field. */
  static Schema schema(String schemaId, String field) {
    try {
      return new Schema(
          SchemaId.parse(schemaId), "", new TreeMap<>(Map.of(field, FieldType.parse("str"))));
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }
}
