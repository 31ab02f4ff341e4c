package bambusa.schema;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.operation.DocumentViewId;
import bambusa.operation.FieldName;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a schema together from the views of the documents that define it (p2panda.md 3.3 and the end
 * of 3.4). Views are given as their fields. Every operation behind them was held against its system
 * schema, but what they make together was not, so nothing is taken for granted here.
 */
public final class SchemaBuilder {

  private final SchemaId id;
  private final String description;
  private final List<DocumentViewId> fieldViews;

  /**
   * Begins with the view of the definition document that the schema's id names.
   *
   * @throws MalformedException when that view defines no schema of this id
   */
  public SchemaBuilder(SchemaId id, Map<String, PlainValue> definition) throws MalformedException {
    this.id = id;
    String name = text(definition, SystemFields.NAME);
    if (!name.equals(id.name())) {
      throw new MalformedException(
          "expected the definition of " + id.name() + ", got that of '" + name + "'");
    }
    this.description = text(definition, SystemFields.DESCRIPTION);
    this.fieldViews = views(definition.get(SystemFields.FIELDS));
    if (fieldViews.isEmpty()) {
      throw new MalformedException("expected one or more fields in the definition of " + id);
    }
  }

  private static List<DocumentViewId> views(@Nullable PlainValue value) throws MalformedException {
    if (value instanceof PlainValue.Hashes hashes && hashes.values().isEmpty()) {
      return List.of();
    }
    if (!(value instanceof PlainValue.HashLists lists)) {
      throw new MalformedException("expected field 'fields' to hold pinned views");
    }
    List<DocumentViewId> views = new ArrayList<>();
    for (List<Hash> ids : lists.values()) {
      if (ids.isEmpty() || !DocumentViewId.isAscending(ids)) {
        throw new MalformedException(
            "expected view ids in field 'fields' to be sorted operation ids");
      }
      views.add(new DocumentViewId(ids));
    }
    return views;
  }

  /** The views of field definitions that the definition pins, in its order. */
  public List<DocumentViewId> fieldViews() {
    return List.copyOf(fieldViews);
  }

  /**
   * Completes the schema.
   *
   * @param fieldDefinitions the pinned views and no other
   * @throws MalformedException when they make no schema
   */
  public Schema build(Map<DocumentViewId, Map<String, PlainValue>> fieldDefinitions)
      throws MalformedException {
    Map<String, FieldType> fields = new HashMap<>();
    for (DocumentViewId view : fieldViews) {
      Map<String, PlainValue> field = fieldDefinitions.get(view);
      if (field == null) {
        throw new MalformedException("expected the field definition " + view);
      }
      String name = text(field, SystemFields.NAME);
      if (!FieldName.isValid(name)) {
        throw new MalformedException("expected a field name, got '" + name + "'");
      }
      if (fields.put(name, FieldType.parse(text(field, SystemFields.TYPE))) != null) {
        throw new MalformedException("expected unique field names, got '" + name + "' twice");
      }
    }
    // Every pinned view was found and none is pinned twice, or its name would be: a greater number
    // means others.
    if (fieldDefinitions.size() > fieldViews.size()) {
      throw new MalformedException(
          "expected " + fieldViews.size() + " field definitions, got " + fieldDefinitions.size());
    }
    return new Schema(id, description, fields);
  }

  private static String text(Map<String, PlainValue> view, String field) throws MalformedException {
    if (view.get(field) instanceof PlainValue.Str text) {
      return text.value();
    }
    throw new MalformedException("expected field '" + field + "' to hold text");
  }
}
