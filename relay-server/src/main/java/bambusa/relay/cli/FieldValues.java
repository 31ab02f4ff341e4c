package bambusa.relay.cli;

import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.operation.DocumentViewId;
import bambusa.operation.PlainValue;
import bambusa.schema.FieldType;
import bambusa.schema.RelationKind;
import bambusa.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads {@code name=value} arguments as the types of a schema say. */
final class FieldValues {

  /** What a person takes for a decimal number; Java would read suffixes and hex too. */
  private static final Pattern FLOAT =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?|NaN|[+-]?Infinity");

  private final Schema schema;
  private final Path workingDirectory;

  FieldValues(Schema schema, Path workingDirectory) {
    this.schema = schema;
    this.workingDirectory = workingDirectory;
  }

  /** The values by name; that none is missing is not checked here. */
  Map<String, PlainValue> parse(List<String> arguments) throws WrongUseException {
    Map<String, PlainValue> fields = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 1) {
        throw new WrongUseException("expected field=value, got '" + argument + "'");
      }
      String name = argument.substring(0, equals);
      FieldType type = schema.fields().get(name);
      if (type == null) {
        throw new WrongUseException(
            "schema " + schema.id().name() + " has no field '" + name + "'; it has " + described());
      }
      if (fields.put(name, value(name, type, argument.substring(equals + 1))) != null) {
        throw new WrongUseException("field '" + name + "' is given twice");
      }
    }
    return fields;
  }

  /** All fields with their types, for messages. */
  String described() {
    List<String> fields = new ArrayList<>();
    schema.fields().forEach((name, type) -> fields.add(name + ":" + type));
    return String.join(", ", fields);
  }

  private PlainValue value(String name, FieldType type, String text) throws WrongUseException {
    try {
      if (type instanceof FieldType.Basic basic) {
        return basic(basic, text);
      }
      return relation(((FieldType.Relation) type).kind(), text);
    } catch (MalformedException e) {
      throw new WrongUseException("field '" + name + "': " + e.getMessage());
    }
  }

  private PlainValue basic(FieldType.Basic type, String text) throws MalformedException {
    return switch (type) {
      case BOOL -> new PlainValue.Bool(bool(text));
      case INT -> new PlainValue.Int(integer(text));
      case FLOAT -> new PlainValue.Float(floating(text));
      case STR -> new PlainValue.Str(text);
      case BYTES -> new PlainValue.Bytes(bytes(text));
    };
  }

  private static PlainValue relation(RelationKind kind, String text) throws MalformedException {
    return switch (kind) {
      case RELATION -> new PlainValue.Bytes(Hash.parse(text).bytes());
      case PINNED_RELATION -> new PlainValue.Hashes(DocumentViewId.parse(text).operationIds());
      case RELATION_LIST -> new PlainValue.Hashes(documentIds(text));
      case PINNED_RELATION_LIST -> viewIds(text);
    };
  }

  private static boolean bool(String text) throws MalformedException {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new MalformedException("expected true or false, got '" + text + "'");
    };
  }

  private static long integer(String text) throws MalformedException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new MalformedException(
          "expected a whole number from -2^63 to 2^63 - 1, got '" + text + "'");
    }
  }

  private static double floating(String text) throws MalformedException {
    if (!FLOAT.matcher(text).matches()) {
      throw new MalformedException("expected a number like 1.5, got '" + text + "'");
    }
    return Double.parseDouble(text);
  }

  private byte[] bytes(String text) throws MalformedException {
    if (!text.startsWith("@")) {
      return Hex.decode(text);
    }
    Path file = workingDirectory.resolve(text.substring(1));
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new MalformedException("cannot read " + file + ": " + e.getMessage());
    }
  }

  private static List<Hash> documentIds(String text) throws MalformedException {
    List<Hash> ids = new ArrayList<>();
    for (String id : split(text)) {
      ids.add(Hash.parse(id));
    }
    return ids;
  }

  private static PlainValue viewIds(String text) throws MalformedException {
    List<List<Hash>> views = new ArrayList<>();
    for (String view : split(text)) {
      views.add(DocumentViewId.parse(view).operationIds());
    }
    // An empty array is the same for both kinds of list (p2panda.md 2.4).
    return views.isEmpty() ? new PlainValue.Hashes(List.of()) : new PlainValue.HashLists(views);
  }

  private static List<String> split(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }
}
