package bambusa.leecher.conformance;

import bambusa.Vectors;
import bambusa.bytes.Hex;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** All recorded vectors as lines for {@link Conformance}, with what their recorder says of them. */
final class VectorLines {

  private static final String ACCEPTED = "";
  private static final String MALFORMED = "malformed ";

  private final List<Line> lines = new ArrayList<>();

  /**
   * One line.
   *
   * @param wanted how the answer must begin
   */
  record Line(String text, String wanted) {}

  static List<Line> all() {
    VectorLines vectors = new VectorLines();
    vectors.primitives();
    vectors.blake3();
    vectors.entries();
    vectors.operations();
    vectors.schemaIds();
    vectors.signatures();
    vectors.orders();
    vectors.logContexts();
    vectors.scenario();
    vectors.logs();
    return vectors.lines;
  }

  private void add(String wanted, String... words) {
    lines.add(new Line(String.join("\t", words), wanted));
  }

  private void primitives() {
    JsonNode primitives = Vectors.read("primitives.json");
    for (JsonNode valid : primitives.at("/varu64/valid")) {
      add(text(valid, "value"), "varu64", text(valid, "encoded"));
      add(text(valid, "encoded"), "number", text(valid, "value"));
    }
    for (JsonNode invalid : primitives.at("/varu64/invalid")) {
      add(MALFORMED, "varu64", invalid.asText());
    }
    for (JsonNode yasmf : primitives.at("/yasmf/vectors")) {
      add(text(yasmf, "hash"), "yasmf", text(yasmf, "input"));
    }
    JsonNode view = primitives.get("documentViewHash");
    add(text(view, "hash"), "view", text(view, "viewId"));
    for (String table : List.of("table", "large")) {
      for (JsonNode row : primitives.at("/lipmaa/" + table)) {
        // The vectors write no target as null.
        String target = row.get("skiplinkTarget").asText("0");
        add(
            (target.equals("null") ? "0" : target) + " " + text(row, "skiplinkEncoded"),
            "lipmaa",
            text(row, "seqNum"));
      }
    }
  }

  private void blake3() {
    for (JsonNode vector : Vectors.read("crypto/blake3.json").get("cases")) {
      add("0020" + text(vector, "hash").substring(0, 64), "blake3", text(vector, "input_len"));
    }
  }

  private void entries() {
    for (JsonNode vector : Vectors.read("entries_invalid.json").get("vectors")) {
      add(ACCEPTED, "entry", text(vector, "entry"));
    }
  }

  private void operations() {
    JsonNode valid = Vectors.read("operations_valid.json");
    for (JsonNode vector : valid.get("fieldTypes")) {
      add("0020", "operation", text(vector, "operation"));
      if (vector.hasNonNull("operation060")) {
        add("0020", "operation", text(vector, "operation060"));
      }
    }
    add("0020", "operation", text(valid.get("fieldOrder"), "operation"));
    for (JsonNode vector : Vectors.read("operations_invalid.json").get("vectors")) {
      add(ACCEPTED, "operation", text(vector, "operation"));
    }
    for (JsonNode vector : Vectors.read("operation_faults.json").get("vectors")) {
      add(MALFORMED + text(vector, "fault"), "operation", text(vector, "operation"));
    }
    for (JsonNode vector : Vectors.read("eras.json").get("operations")) {
      add(MALFORMED + "ENCODING_E1", "operation", vector.at("/encoded/0.4").asText());
      add("0020", "operation", vector.at("/encoded/0.5-0.7").asText());
      add("0020", "operation", vector.at("/encoded/0.8").asText());
    }
  }

  private void schemaIds() {
    for (JsonNode vector : Vectors.read("schema_ids.json").get("vectors")) {
      String id = text(vector, "schemaId");
      add(ACCEPTED, "schema-id", Hex.encode(id.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private void signatures() {
    StringBuilder batch = new StringBuilder("signatures");
    StringBuilder verdicts = new StringBuilder();
    for (JsonNode vector : Vectors.read("crypto/signatures_edge.json").get("cases")) {
      signature(
          text(vector, "publicKey"),
          text(vector, "message"),
          text(vector, "signature"),
          vector.get("accept").asBoolean(),
          batch,
          verdicts);
    }
    for (JsonNode group : Vectors.read("crypto/wycheproof_ed25519.json").get("testGroups")) {
      for (JsonNode test : group.get("tests")) {
        signature(
            group.at("/publicKey/pk").asText(),
            text(test, "msg"),
            text(test, "sig"),
            text(test, "result").equals("valid"),
            batch,
            verdicts);
      }
    }
    add(verdicts.toString(), batch.toString());
  }

  private void signature(
      String key,
      String message,
      String signature,
      boolean valid,
      StringBuilder batch,
      StringBuilder verdicts) {
    add(String.valueOf(valid), "signature", key, message, signature);
    batch.append('\t').append(key).append('\t').append(message).append('\t').append(signature);
    verdicts.append(valid ? '1' : '0');
  }

  private void orders() {
    for (String file : List.of("documents_order.json", "documents_order_random.json")) {
      for (JsonNode vector : Vectors.read(file).get("vectors")) {
        List<String> words = new ArrayList<>(List.of("order"));
        vector
            .get("graph")
            .properties()
            .forEach(
                operation -> words.add(operation.getKey() + ":" + joined(operation.getValue())));
        JsonNode causal = vector.has("causal") ? vector.get("causal") : vector.get("causalOrder");
        String order = joined(causal);
        add(
            order.startsWith("error") ? MALFORMED : "CAUSAL " + order,
            words.toArray(String[]::new));
      }
    }
  }

  private static String joined(JsonNode names) {
    StringBuilder joined = new StringBuilder(names.isTextual() ? names.asText() : "");
    names.forEach(name -> joined.append(name.asText()));
    return joined.toString();
  }

  /** The schema of the vectors, whose definition they do not hold: one field of every type. */
  private void storeOfTheLog(JsonNode log) {
    List<String> words = new ArrayList<>(List.of("store", text(log, "schemaId")));
    for (String type :
        List.of(
            "bool",
            "int",
            "float",
            "str",
            "bytes",
            "relation",
            "relation_list",
            "pinned_relation",
            "pinned_relation_list")) {
      words.add(type + "_field=" + type);
    }
    add("cleared", words.toArray(String[]::new));
  }

  private void logContexts() {
    JsonNode log = Vectors.read("log_081.json");
    for (JsonNode vector : Vectors.read("log_context.json").get("vectors")) {
      storeOfTheLog(log);
      replicate(log, vector.get("storedSeqNums").size());
      boolean accepted = vector.at("/expected/result").asText().equals("accept");
      add(
          accepted ? "accepted" : ACCEPTED,
          "publish",
          text(vector, "entry"),
          text(vector, "operation"));
      add(ACCEPTED, "replicate", text(vector, "entry"), text(vector, "operation"));
    }
  }

  private void replicate(JsonNode log, int entries) {
    List<String> words = new ArrayList<>(List.of("replicate"));
    for (int i = 0; i < entries; i++) {
      JsonNode entry = log.get("entries").get(i);
      words.add(text(entry, "entry"));
      words.add(text(entry, "operation"));
    }
    add(entries == 0 ? "[]" : "[Accepted[]", words.toArray(String[]::new));
  }

  private void scenario() {
    add("cleared", "store");
    for (JsonNode step : Vectors.read("scenario.json").get("steps")) {
      JsonNode next = step.get("publishResponse");
      add(
          "accepted, next NextArgs[logId="
              + text(next, "logId")
              + ", seqNum="
              + text(next, "seqNum")
              + ", backlink="
              + text(next, "backlink")
              + ", skiplink="
              + text(next, "skiplink")
              + "]",
          "publish",
          text(step, "entry"),
          text(step, "operation"));
    }
  }

  private void logs() {
    JsonNode log081 = Vectors.read("log_081.json");
    storeOfTheLog(log081);
    replicate(log081, log081.get("entries").size());
    for (String file : List.of("log_060.json", "log_081.json")) {
      for (JsonNode entry : Vectors.read(file).get("entries")) {
        add(ACCEPTED, "entry", text(entry, "entry"));
        add(text(entry, "operationHash"), "operation", text(entry, "operation"));
      }
    }
  }

  private static String text(JsonNode node, String name) {
    return node.get(name).asText();
  }
}
