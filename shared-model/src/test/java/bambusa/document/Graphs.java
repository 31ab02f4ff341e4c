package bambusa.document;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Graphs whose ids are single characters, as the vectors write them; their order is that of the
 * characters.
 */
final class Graphs {

  static final SchemaId SCHEMA =
      SchemaId.application("graph", DocumentViewId.of(Hash.of(new byte[0])));

  private static final int DIGEST_SIZE = 32;

  private Graphs() {}

  static Hash id(char name) {
    byte[] bytes = new byte[Hash.SIZE];
    Arrays.fill(bytes, (byte) name);
    bytes[0] = 0;
    bytes[1] = DIGEST_SIZE;
    try {
      return Hash.fromBytes(bytes);
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Hash> ids(String names) {
    List<Hash> ids = new ArrayList<>();
    for (char name : names.toCharArray()) {
      ids.add(id(name));
    }
    return ids;
  }

  /** The names of ids, in their order. */
  static String names(Iterable<Hash> ids) {
    StringBuilder names = new StringBuilder();
    ids.forEach(id -> names.append((char) id.bytes()[2]));
    return names.toString();
  }

  /** Each operation as a name, a colon, and its previous: {@code "1:", "2:1"}. */
  static Map<Hash, Operation> operations(String... operations) {
    Map<Hash, Operation> byId = new HashMap<>();
    for (String operation : operations) {
      byId.put(id(operation.charAt(0)), operation(operation.substring(2)));
    }
    return byId;
  }

  /** From a vector: by name, the previous as a list of names or a string of them. */
  static Map<Hash, Operation> operations(JsonNode graph) {
    Map<Hash, Operation> byId = new HashMap<>();
    for (Map.Entry<String, JsonNode> operation : graph.properties()) {
      byId.put(id(operation.getKey().charAt(0)), operation(joined(operation.getValue())));
    }
    return byId;
  }

  static String joined(JsonNode names) {
    StringBuilder joined = new StringBuilder(names.isTextual() ? names.asText() : "");
    names.forEach(name -> joined.append(name.asText()));
    return joined.toString();
  }

  private static Operation operation(String previous) {
    Map<String, PlainValue> fields = Map.of("after", new PlainValue.Str(previous));
    return previous.isEmpty()
        ? Operation.create(SCHEMA, fields)
        : Operation.update(SCHEMA, DocumentViewId.ofTips(ids(previous)), fields);
  }
}
