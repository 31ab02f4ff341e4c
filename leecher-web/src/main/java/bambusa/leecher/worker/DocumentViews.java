package bambusa.leecher.worker;

import bambusa.bytes.MalformedException;
import bambusa.document.BadGraphException;
import bambusa.document.Document;
import bambusa.document.DocumentView;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.OperationFact;
import bambusa.leecher.js.PlainObject;
import bambusa.leecher.js.WorkerScope;
import bambusa.leecher.store.Directory;
import bambusa.leecher.store.LeecherStore;
import bambusa.leecher.store.StoredDocuments;
import bambusa.leecher.store.StoredFacts;
import bambusa.operation.DocumentId;
import bambusa.operation.DocumentViewId;
import bambusa.operation.SchemaId;
import bambusa.schema.FieldType;
import bambusa.schema.RelationKind;
import bambusa.schema.Schema;
import bambusa.schema.SchemaResolution;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Makes documents from the stored entries, one at a time. May wait for the database. */
final class DocumentViews {

  private final LeecherStore store;
  private final Directory directory;
  private final StoredDocuments stored;
  private final StoredFacts facts;

  DocumentViews(LeecherStore store) {
    this.store = store;
    this.directory = store.directory();
    this.stored = new StoredDocuments(store);
    this.facts = new StoredFacts(store);
  }

  /** A document now or at a view; null if it is deleted, or its operations make none. */
  @Nullable JSObject view(DocumentFact document, @Nullable DocumentViewId at) {
    Schema schema = schema(document.schemaId());
    if (schema == null) {
      return null;
    }
    try {
      Document made = stored.document(document);
      DocumentView view = at == null ? made.view() : made.viewAt(at);
      return view.deleted() ? null : DocumentMessages.view(view, schema).object();
    } catch (BadGraphException e) {
      WorkerScope.note("document " + document.documentId() + ": " + e.getMessage());
      return null;
    }
  }

  private @Nullable Schema schema(SchemaId schemaId) {
    Schema known = store.schema(schemaId);
    if (known == null && facts.resolve(schemaId) instanceof SchemaResolution.Resolved resolved) {
      known = resolved.schema();
      store.remember(known);
    }
    return known;
  }

  /** The type of each field of a schema; null while its definition is not stored. */
  @Nullable JSObject types(SchemaId schemaId) {
    Schema schema = schema(schemaId);
    if (schema == null) {
      return null;
    }
    PlainObject types = new PlainObject();
    for (Map.Entry<String, FieldType> field : schema.fields().entrySet()) {
      types.with(field.getKey(), field.getValue().toString());
    }
    return types.object();
  }

  /** What a relation leads to; null if that is not stored. */
  @Nullable JSObject related(SchemaId schemaId, String field, String id) {
    Schema schema = schema(schemaId);
    FieldType type = schema == null ? null : schema.fields().get(field);
    if (!(type instanceof FieldType.Relation relation)) {
      return null;
    }
    boolean pinned =
        relation.kind() == RelationKind.PINNED_RELATION
            || relation.kind() == RelationKind.PINNED_RELATION_LIST;
    try {
      DocumentViewId tips = DocumentViewId.parse(id);
      OperationFact operation = directory.operation(tips.operationIds().get(0));
      return operation == null ? null : view(operation.document(), pinned ? tips : null);
    } catch (MalformedException e) {
      return null;
    }
  }

  /** One document with its history. */
  PlainObject document(String id, @Nullable String viewId) throws MalformedException {
    DocumentFact document = directory.find(DocumentId.parse(id));
    Schema schema = document == null ? null : schema(document.schemaId());
    PlainObject answer = new PlainObject().with("type", "document");
    if (document == null || schema == null) {
      return answer.with("found", false);
    }
    try {
      return DocumentMessages.history(
              stored.document(document),
              viewId == null ? null : DocumentViewId.parse(viewId),
              schema,
              stored)
          .with("type", "document")
          .with("found", true);
    } catch (BadGraphException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }
}
