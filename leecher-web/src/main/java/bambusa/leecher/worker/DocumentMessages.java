package bambusa.leecher.worker;

import bambusa.crypto.Hash;
import bambusa.document.BadGraphException;
import bambusa.document.Document;
import bambusa.document.DocumentField;
import bambusa.document.DocumentView;
import bambusa.document.OperationOrder;
import bambusa.ingest.Standing;
import bambusa.leecher.js.PlainObject;
import bambusa.leecher.store.StoredDocuments;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.schema.FieldType;
import bambusa.schema.RelationKind;
import bambusa.schema.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSString;

/**
 * Documents as messages. Values are what they are in JavaScript; bytes are hex, relations the ids
 * they lead to.
 */
final class DocumentMessages {

  private DocumentMessages() {}

  /** A view, by the schema that says which fields are relations. */
  static PlainObject view(DocumentView view, Schema schema) {
    PlainObject fields = new PlainObject();
    for (Map.Entry<String, DocumentField> field : view.fields().entrySet()) {
      value(fields, field.getKey(), field.getValue().value(), schema.fields().get(field.getKey()));
    }
    return new PlainObject()
        .with("documentId", view.documentId().toString())
        .with("viewId", view.viewId().toString())
        .with("schemaId", view.schemaId().toString())
        .with("owner", view.owner().toString())
        .with("edited", view.edited())
        .with("fields", fields.object());
  }

  /** A view with the operations that made it, in the order in which they count. */
  static PlainObject history(
      Document document, @Nullable DocumentViewId at, Schema schema, StoredDocuments stored)
      throws BadGraphException {
    DocumentView view = at == null ? document.view() : document.viewAt(at);
    JSArray<JSObject> operations = new JSArray<>();
    for (Hash id :
        OperationOrder.CAUSAL.of(at == null ? document.graph() : document.graph().at(at))) {
      operations.push(operation(id, stored.operation(id), schema).object());
    }
    PlainObject writtenBy = new PlainObject();
    for (Map.Entry<String, DocumentField> field : view.fields().entrySet()) {
      writtenBy.with(field.getKey(), field.getValue().operationId().toString());
    }
    return view(view, schema)
        .with("deleted", view.deleted())
        .with("writtenBy", writtenBy.object())
        .with("operations", operations);
  }

  private static PlainObject operation(Hash id, StoredDocuments.Placed placed, Schema schema) {
    Operation operation = placed.operation();
    PlainObject fields = new PlainObject();
    for (Map.Entry<String, PlainValue> field : operation.fields().entrySet()) {
      value(fields, field.getKey(), field.getValue(), schema.fields().get(field.getKey()));
    }
    return new PlainObject()
        .with("operationId", id.toString())
        .with("author", placed.position().log().author().toString())
        .with("logId", placed.position().log().logId().toString())
        .with("seqNum", placed.position().seqNum().toString())
        .with("action", PageNews.word(operation.action()))
        .with("forked", placed.standing() == Standing.FORKED)
        .with(
            "previous",
            ids(operation.previous().map(DocumentViewId::operationIds).orElse(List.of())))
        .with("fields", fields.object());
  }

  private static void value(
      PlainObject fields, String name, PlainValue value, @Nullable FieldType type) {
    if (value instanceof PlainValue.Bool truth) {
      fields.with(name, truth.value());
    } else if (value instanceof PlainValue.Int number) {
      fields.withLong(name, number.value());
    } else if (value instanceof PlainValue.Float number) {
      fields.with(name, number.value());
    } else if (value instanceof PlainValue.Hashes hashes && !isPinned(type)) {
      fields.with(name, ids(hashes.values()));
    } else if (value instanceof PlainValue.HashLists lists) {
      JSArray<JSString> views = new JSArray<>();
      for (List<Hash> tips : lists.values()) {
        views.push(JSString.valueOf(DocumentViewId.ofTips(tips).toString()));
      }
      fields.with(name, views);
    } else if (value instanceof PlainValue.Hashes tips) {
      fields.with(name, DocumentViewId.ofTips(tips.values()).toString());
    } else {
      fields.with(name, FieldText.of(value));
    }
  }

  /** A pinned relation is a list of hashes, as a list of relations is. */
  private static boolean isPinned(@Nullable FieldType type) {
    return type instanceof FieldType.Relation relation
        && relation.kind() == RelationKind.PINNED_RELATION;
  }

  private static JSArray<JSString> ids(List<Hash> hashes) {
    JSArray<JSString> ids = new JSArray<>();
    for (Hash hash : hashes) {
      ids.push(JSString.valueOf(hash.toString()));
    }
    return ids;
  }
}
