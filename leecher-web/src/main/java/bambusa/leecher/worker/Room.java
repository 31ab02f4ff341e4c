package bambusa.leecher.worker;

import bambusa.bytes.MalformedException;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.DocumentFact;
import bambusa.leecher.js.DocumentTable;
import bambusa.leecher.js.JsException;
import bambusa.leecher.js.PlainObject;
import bambusa.leecher.js.Promises;
import bambusa.leecher.store.Directory;
import bambusa.leecher.store.Dropping;
import bambusa.leecher.store.LeecherStore;
import bambusa.leecher.store.StorageException;
import bambusa.operation.SchemaId;
import bambusa.replication.TargetSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;

/**
 * What is stored, by schema, and what of it could be dropped to make room: all but the definitions
 * of schemas, which are small and needed to read the rest.
 */
final class Room {

  private final LeecherStore store;
  private final Directory directory;
  private final Dropping dropping;
  private @Nullable JSObject kept;

  Room(LeecherStore store) {
    this.store = store;
    this.directory = store.directory();
    this.dropping = new Dropping(store);
  }

  private static final class Part {
    final SchemaId schemaId;
    final boolean wanted;
    int documents;
    int entries;
    double bytes;

    Part(SchemaId schemaId, boolean wanted) {
      this.schemaId = schemaId;
      this.wanted = wanted;
    }
  }

  /** What could be dropped: by schema, and by whether it is asked for. */
  PlainObject droppable(DocumentChoice target) {
    List<Part> parts = new ArrayList<>();
    // While the database is waited for, more may come.
    boolean[] seen = new boolean[directory.documentCount()];
    int entries = directory.entryCount();
    for (int entry = 0; entry < entries; entry++) {
      int number = directory.documentOfEntry(entry);
      if (number >= 0 && number < seen.length && isDroppable(number)) {
        DocumentFact document = directory.document(number);
        Part part = part(parts, document.schemaId(), target.includes(document));
        part.documents += seen[number] ? 0 : 1;
        part.entries++;
        part.bytes += dropping.size(entry);
        seen[number] = true;
      }
    }
    JSArray<JSObject> answer = new JSArray<>();
    for (Part part : parts) {
      answer.push(
          new PlainObject()
              .with("schemaId", part.schemaId.toString())
              .with("wanted", part.wanted)
              .with("documents", part.documents)
              .with("entries", part.entries)
              .with("bytes", part.bytes)
              .object());
    }
    return new PlainObject().with("type", "droppable").with("parts", answer);
  }

  private static Part part(List<Part> parts, SchemaId schemaId, boolean wanted) {
    for (Part part : parts) {
      if (part.wanted == wanted && part.schemaId.equals(schemaId)) {
        return part;
      }
    }
    Part added = new Part(schemaId, wanted);
    parts.add(added);
    return added;
  }

  private boolean isDroppable(int number) {
    return !MissingPast.defines(directory.document(number).schemaId());
  }

  /**
   * Drops what a page chose, of what is asked for, or of what is not.
   *
   * @param full the database's name if nothing can be written any more: then it is deleted, and
   *     {@link #kept} is to be written into a new one
   */
  PlainObject drop(
      PageMessage chosen, DocumentChoice asked, DocumentTable table, @Nullable String full)
      throws MalformedException {
    TargetSet named = LeecherWorker.target(chosen);
    String wanted = PlainObject.text(chosen, "wanted");
    List<Integer> documents =
        documents(
            document ->
                named.includes(document)
                    && (wanted == null || wanted.equals(String.valueOf(asked.includes(document)))));
    int before = directory.droppedEntryCount();
    try {
      if (full != null && !documents.isEmpty()) {
        kept = Promises.await(table.takeOut(store.database(), full, dropping.changes(documents)));
      } else if (!documents.isEmpty()) {
        clear(documents, table);
        dropping.drop(documents);
      }
    } catch (JsException e) {
      throw new StorageException("documents could not be deleted: " + e.text(), e);
    }
    return new PlainObject()
        .with("type", "dropped")
        .with("documents", documents.size())
        .with("entries", directory.droppedEntryCount() - before);
  }

  /** What is left of a database that had to be deleted; null if it had not. */
  @Nullable JSObject kept() {
    return kept;
  }

  private List<Integer> documents(DocumentChoice chosen) {
    List<Integer> documents = new ArrayList<>();
    for (int number = 0; number < directory.documentCount(); number++) {
      DocumentFact document = directory.document(number);
      if (directory.isHeld(number) && isDroppable(number) && chosen.includes(document)) {
        documents.add(number);
      }
    }
    return documents;
  }

  /** Whatever becomes of the rest: records are made again from entries. */
  private void clear(List<Integer> documents, DocumentTable table) throws JsException {
    List<SchemaId> schemaIds = new ArrayList<>();
    for (int number : documents) {
      SchemaId schemaId = directory.document(number).schemaId();
      if (!schemaIds.contains(schemaId)) {
        schemaIds.add(schemaId);
        Promises.await(table.clear(store.database(), store.fence(), schemaId.toString()));
      }
    }
  }
}
