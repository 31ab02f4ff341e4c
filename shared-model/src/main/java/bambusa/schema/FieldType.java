package bambusa.schema;

import bambusa.bytes.MalformedException;
import bambusa.operation.SchemaId;

/** What values a field takes (p2panda.md 3.2). */
public sealed interface FieldType {

  /**
   * Reads the text form, as it stands in field definitions: {@code str}, {@code relation(blob_v1)}.
   */
  static FieldType parse(String text) throws MalformedException {
    for (Basic basic : Basic.values()) {
      if (basic.text.equals(text)) {
        return basic;
      }
    }
    int open = text.indexOf('(');
    if (open < 0 || !text.endsWith(")")) {
      throw new MalformedException("expected a field type, got '" + text + "'");
    }
    RelationKind kind = RelationKind.parse(text.substring(0, open));
    return new Relation(kind, SchemaId.parse(text.substring(open + 1, text.length() - 1)));
  }

  /** A type without parameter. */
  enum Basic implements FieldType {
    BOOL("bool"),
    INT("int"),
    FLOAT("float"),
    STR("str"),
    BYTES("bytes");

    private final String text;

    Basic(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A relation to documents of another schema. Neither that they exist nor that they have this
   * schema is ever checked.
   *
   * @param kind one or many, pinned to a view or not
   * @param schemaId of the documents
   */
  record Relation(RelationKind kind, SchemaId schemaId) implements FieldType {
    @Override
    public String toString() {
      return kind.toString() + '(' + schemaId + ')';
    }
  }
}
