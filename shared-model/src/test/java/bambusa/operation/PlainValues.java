package bambusa.operation;

import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Plain values as the vectors write them. */
public final class PlainValues {

  private PlainValues() {}

  /** From the type of a field in a schema and its value, as E3 writes it. */
  public static PlainValue typed(String type, JsonNode value) throws MalformedException {
    return switch (type) {
      case "relation" -> new PlainValue.Bytes(Hex.decode(value.asText()));
      case "relation_list", "pinned_relation" -> new PlainValue.Hashes(hashes(value));
      case "pinned_relation_list" ->
          value.isEmpty() ? new PlainValue.Hashes(List.of()) : hashLists(value);
      default -> plain(type, value);
    };
  }

  /** From what a decoder found without a schema. */
  public static PlainValue plain(String kind, JsonNode value) throws MalformedException {
    return switch (kind) {
      case "bool" -> new PlainValue.Bool(value.asBoolean());
      case "int" -> new PlainValue.Int(Long.parseLong(value.asText()));
      case "float" -> new PlainValue.Float(Double.parseDouble(value.asText()));
      case "str" -> new PlainValue.Str(value.asText());
      case "bytes" -> new PlainValue.Bytes(Hex.decode(value.asText()));
      case "hash[]" -> new PlainValue.Hashes(hashes(value));
      case "hash[][]" -> hashLists(value);
      default -> throw new IllegalArgumentException("no kind " + kind);
    };
  }

  public static Map<String, PlainValue> fields(JsonNode decodedFields) throws MalformedException {
    Map<String, PlainValue> fields = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : decodedFields.properties()) {
      JsonNode decoded = field.getValue();
      fields.put(field.getKey(), plain(decoded.get("plain").asText(), decoded.get("value")));
    }
    return fields;
  }

  public static List<Hash> hashes(JsonNode array) throws MalformedException {
    List<Hash> hashes = new ArrayList<>();
    for (JsonNode hash : array) {
      hashes.add(Hash.parse(hash.asText()));
    }
    return hashes;
  }

  private static PlainValue hashLists(JsonNode array) throws MalformedException {
    List<List<Hash>> lists = new ArrayList<>();
    for (JsonNode hashes : array) {
      lists.add(hashes(hashes));
    }
    return new PlainValue.HashLists(lists);
  }
}
