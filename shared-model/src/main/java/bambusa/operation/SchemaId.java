package bambusa.operation;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names a schema (p2panda.md 3.1).
 *
 * <pre>
 * system        name_v1                         one of four names, any version 0…255
 * application   chat_0020…[_0020…]              a name and the view of the definition document
 * </pre>
 *
 * The text form is canonical: hex in lower case, the version without sign or leading zeros. Hex of
 * either case is read.
 */
public final class SchemaId implements Comparable<SchemaId> {

  public static final SchemaId SCHEMA_DEFINITION = new SchemaId("schema_definition", 1, null);
  public static final SchemaId SCHEMA_FIELD_DEFINITION =
      new SchemaId("schema_field_definition", 1, null);
  public static final SchemaId BLOB = new SchemaId("blob", 1, null);
  public static final SchemaId BLOB_PIECE = new SchemaId("blob_piece", 1, null);

  private static final List<SchemaId> SYSTEM =
      List.of(SCHEMA_DEFINITION, SCHEMA_FIELD_DEFINITION, BLOB, BLOB_PIECE);

  private static final int MIN_NAME_LENGTH = 2;
  private static final int MAX_NAME_LENGTH = 64;
  private static final int ID_LENGTH = 2 * Hash.SIZE;
  private static final int MAX_VERSION = 255;
  private static final int MAX_VERSION_DIGITS = 3;
  private static final int NO_VERSION = -1;

  private final String name;
  private final int version;
  private final @Nullable DocumentViewId definition;
  private final String text;

  private SchemaId(String name, int version, @Nullable DocumentViewId definition) {
    this.name = name;
    this.version = version;
    this.definition = definition;
    this.text = definition == null ? name + "_v" + version : name + '_' + definition;
  }

  /**
   * The schema that a definition document describes in one of its views.
   *
   * @throws IllegalArgumentException when it is no schema name
   */
  public static SchemaId application(String name, DocumentViewId definition) {
    if (!isName(name)) {
      throw new IllegalArgumentException("expected a schema name, got '" + name + "'");
    }
    return new SchemaId(name, NO_VERSION, definition);
  }

  /**
   * Reads the text form.
   *
   * @throws MalformedException with the message of the rejecting row of p2panda.md 3.1
   */
  public static SchemaId parse(String text) throws MalformedException {
    int last = text.lastIndexOf('_');
    if (last < 0) {
      throw new MalformedException(
          "malformed schema id `" + text + "`: doesn't contain an underscore");
    }
    String right = text.substring(last + 1);
    if (right.startsWith("v") && right.length() < ID_LENGTH) {
      return parseSystem(text, text.substring(0, last), right.substring(1));
    }
    return parseApplication(text);
  }

  private static SchemaId parseSystem(String text, String name, String digits)
      throws MalformedException {
    int version = version(digits);
    if (version < 0) {
      throw new MalformedException(
          "malformed schema id `" + text + "`: couldn't parse system schema version");
    }
    for (SchemaId known : SYSTEM) {
      if (known.name.equals(name)) {
        return known.version == version ? known : new SchemaId(known.name, version, null);
      }
    }
    throw new MalformedException("unsupported system schema: " + name);
  }

  /**
   * The number, or -1. The reference reads v01 and v+1 too (p2panda.md 2.5); no encoder writes
   * them.
   */
  private static int version(String digits) {
    if (digits.isEmpty() || digits.length() > MAX_VERSION_DIGITS) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char digit = digits.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      number = number * 10 + digit - '0';
    }
    boolean leadingZero = digits.length() > 1 && digits.charAt(0) == '0';
    return leadingZero || number > MAX_VERSION ? -1 : number;
  }

  private static SchemaId parseApplication(String text) throws MalformedException {
    List<Hash> ids = new ArrayList<>();
    int end = text.length();
    // A name can hold underscores, so ids are taken from the right, as long as what is left could
    // hold another one.
    do {
      int separator = text.lastIndexOf('_', end - 1);
      if (separator < 0) {
        break;
      }
      ids.add(operationId(text.substring(separator + 1, end)));
      end = separator;
    } while (end >= ID_LENGTH);
    String name = text.substring(0, end);
    if (name.isEmpty()) {
      throw new MalformedException("application schema id is missing a name: " + text);
    }
    if (!isName(name)) {
      throw new MalformedException(
          "malformed schema id `" + text + "`: name contains too many or invalid characters");
    }
    Collections.reverse(ids);
    if (!DocumentViewId.isAscending(ids)) {
      throw new MalformedException(
          "encountered invalid document view id while parsing application schema id:"
              + " expected sorted operation ids in document view id");
    }
    return new SchemaId(name, NO_VERSION, new DocumentViewId(ids));
  }

  private static Hash operationId(String hex) throws MalformedException {
    try {
      return Hash.parse(hex);
    } catch (MalformedException e) {
      throw new MalformedException(
          "encountered invalid hash while parsing application schema id: " + e.getMessage());
    }
  }

  /**
   * Whether the text is the name of a schema: {@code [A-Za-z][A-Za-z0-9_]{0,62}[A-Za-z0-9]}
   * (p2panda.md 3.1).
   */
  public static boolean isName(String text) {
    return text.length() >= MIN_NAME_LENGTH
        && text.length() <= MAX_NAME_LENGTH
        && FieldName.isWord(text)
        && text.charAt(text.length() - 1) != '_';
  }

  public String name() {
    return name;
  }

  /** Whether the schema is part of the protocol, not defined by a document. */
  public boolean isSystem() {
    return definition == null;
  }

  /** The version of a system schema; only version 1 has a definition. */
  public int systemVersion() {
    if (!isSystem()) {
      throw new IllegalStateException("schema " + text + " is no system schema");
    }
    return version;
  }

  /** The view of the document that defines it; a system schema has none. */
  public Optional<DocumentViewId> definition() {
    return Optional.ofNullable(definition);
  }

  @Override
  public int compareTo(SchemaId other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SchemaId id && text.equals(id.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
