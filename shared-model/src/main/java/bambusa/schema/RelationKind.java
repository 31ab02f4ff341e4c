package bambusa.schema;

import bambusa.bytes.MalformedException;

/**
 * How a field relates to documents: to one or to many, as they are or in a fixed view (p2panda.md
 * 2.2).
 */
public enum RelationKind {
  RELATION("relation"),
  RELATION_LIST("relation_list"),
  PINNED_RELATION("pinned_relation"),
  PINNED_RELATION_LIST("pinned_relation_list");

  private final String text;

  RelationKind(String text) {
    this.text = text;
  }

  /** The reference overlooks this word in field definitions (p2panda.md 3.4, "Defects"). */
  static RelationKind parse(String text) throws MalformedException {
    for (RelationKind kind : values()) {
      if (kind.text.equals(text)) {
        return kind;
      }
    }
    throw new MalformedException("expected a kind of relation, got '" + text + "'");
  }

  @Override
  public String toString() {
    return text;
  }
}
