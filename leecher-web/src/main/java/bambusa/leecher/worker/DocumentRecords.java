package bambusa.leecher.worker;

import bambusa.ingest.AcceptedEntry;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.Fork;
import bambusa.leecher.js.DocumentTable;
import bambusa.leecher.js.JsException;
import bambusa.leecher.js.PlainObject;
import bambusa.leecher.js.Promises;
import bambusa.leecher.store.Directory;
import bambusa.leecher.store.LeecherStore;
import bambusa.leecher.store.StorageException;
import bambusa.leecher.store.StoredLog;
import bambusa.operation.SchemaId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;

/**
 * Makes the records of documents and makes them again when their operations change, whatever order
 * these come in. Only where the store writes.
 */
final class DocumentRecords {

  /** Changes with what records hold: then they are made anew. */
  private static final int VERSION = 2;

  private static final int AT_ONCE = 200;
  private static final int WAIT_MILLIS = 20;

  private final LeecherStore store;
  private final Directory directory;
  private final DocumentTable table;
  private final Outlet outlet;
  private final DocumentViews views;
  private final Map<SchemaId, Asked> asked = new HashMap<>();
  private boolean running;
  private @Nullable StorageException broken;
  private @Nullable Ending whenBroken;

  /** What is to be done when no more records are made; no {@code Runnable}, which could wait. */
  interface Ending {
    void ended();
  }

  /** A schema somebody asked for, and which of its documents changed since they were made. */
  private static final class Asked {
    final Set<Integer> changed = new LinkedHashSet<>();

    /** Whose records are being made: that waits for the database, and meanwhile others change. */
    List<Integer> underWay = List.of();

    boolean isRead;
    int total;
  }

  DocumentRecords(LeecherStore store, DocumentTable table, DocumentViews views, Outlet outlet) {
    this.store = store;
    this.directory = store.directory();
    this.table = table;
    this.views = views;
    this.outlet = outlet;
  }

  /** Notes what was decided; it is worked on once it is stored. */
  void decided(List<AcceptedEntry> accepted, List<Fork> forks) {
    if (asked.isEmpty()) {
      return;
    }
    boolean isDefined = false;
    for (AcceptedEntry entry : accepted) {
      changed(entry.document());
      isDefined |= entry.document().schemaId().isSystem();
    }
    if (isDefined) {
      tellOfDefinitions();
    }
    for (Fork fork : forks) {
      StoredLog log = directory.log(fork.proof().logKey());
      if (log != null && log.document() != null) {
        changed(log.document());
      }
    }
    run();
  }

  /** Of a schema that now is known it can be told whether the questions to it make sense. */
  private void tellOfDefinitions() {
    for (Map.Entry<SchemaId, Asked> schema : asked.entrySet()) {
      if (store.schema(schema.getKey()) == null) {
        tell(schema.getKey(), schema.getValue());
      }
    }
  }

  private void changed(DocumentFact document) {
    Asked schema = asked.get(document.schemaId());
    if (schema != null) {
      schema.changed.add(directory.documentNumber(document));
    }
  }

  /** From now on the documents of this schema are kept. */
  void keep(SchemaId schemaId) {
    if (!asked.containsKey(schemaId)) {
      asked.put(schemaId, new Asked());
      run();
    }
  }

  /** Whether the records reflect all that is stored. */
  boolean isMade(SchemaId schemaId) {
    Asked schema = asked.get(schemaId);
    return schema != null && schema.isRead && schema.changed.isEmpty() && schema.underWay.isEmpty();
  }

  /** Says in the database that the records reflect all that is stored now. */
  void confirm(SchemaId schemaId) throws JsException {
    int entries = directory.entryCount();
    int forks = directory.forkCount();
    awaitStored();
    putState(schemaId, new JSArray<>(), entries, forks);
  }

  /** What went wrong, if making records has ended; the store must be opened again then. */
  @Nullable StorageException broken() {
    return broken;
  }

  /** Goes on where it had ended, and tells when it ends again. */
  void goOn(Ending ended) {
    whenBroken = ended;
    run();
  }

  /** Makes an index for a field, unless there is one. */
  void index(SchemaId schemaId, String field) throws JsException {
    Promises.await(table.index(store.database(), store.fence(), schemaId.toString(), field));
  }

  private void run() {
    if (running) {
      return;
    }
    running = true;
    broken = null;
    Promises.start(
        () -> {
          try {
            makeAll();
          } catch (JsException e) {
            broken = new StorageException("documents could not be stored: " + e.text(), e);
          } catch (StorageException e) {
            broken = e;
          } finally {
            running = false;
          }
          Ending told = whenBroken;
          if (broken != null && told != null) {
            told.ended();
          }
        });
  }

  private void makeAll() throws JsException {
    while (!store.isLost()) {
      Map.Entry<SchemaId, Asked> next = next();
      if (next == null) {
        return;
      }
      if (next.getValue().isRead) {
        makeSome(next.getKey(), next.getValue());
      } else {
        readState(next.getKey(), next.getValue());
      }
      // Entries come first.
      Promises.pause();
    }
  }

  private Map.@Nullable Entry<SchemaId, Asked> next() {
    for (Map.Entry<SchemaId, Asked> schema : asked.entrySet()) {
      Asked wanted = schema.getValue();
      if (!wanted.isRead || !wanted.changed.isEmpty() || !wanted.underWay.isEmpty()) {
        return schema;
      }
    }
    return null;
  }

  /** Finds out which documents changed since the records were made. */
  private void readState(SchemaId schemaId, Asked schema) throws JsException {
    JSObject kept = Promises.await(table.kept(store.database(), schemaId.toString()));
    int from = 0;
    if (kept != null && PlainObject.number(kept, "version") == VERSION) {
      from = PlainObject.number(kept, "entries");
      if (PlainObject.number(kept, "forks") != directory.forkCount()) {
        directory.forks().forEach(proof -> changedBy(directory.log(proof.logKey())));
      }
    } else {
      Promises.await(table.clear(store.database(), store.fence(), schemaId.toString()));
    }
    schema.isRead = true;
    for (int entry = from; entry < directory.entryCount(); entry++) {
      int number = directory.documentOfEntry(entry);
      if (number >= 0 && directory.document(number).schemaId().equals(schemaId)) {
        schema.changed.add(number);
      }
    }
    if (schema.changed.isEmpty()) {
      putState(schemaId, new JSArray<>(), directory.entryCount(), directory.forkCount());
      tell(schemaId, schema);
    }
  }

  private void changedBy(@Nullable StoredLog log) {
    if (log != null && log.document() != null) {
      changed(log.document());
    }
  }

  private void makeSome(SchemaId schemaId, Asked schema) throws JsException {
    // What could not be stored the last time.
    schema.changed.addAll(schema.underWay);
    schema.total = Math.max(schema.total, schema.changed.size());
    schema.underWay = takeSome(schema.changed);
    JSArray<JSObject> changes = new JSArray<>();
    for (int number : schema.underWay) {
      changes.push(change(number));
    }
    int entries = directory.entryCount();
    int forks = directory.forkCount();
    boolean all = schema.changed.isEmpty();
    awaitStored();
    putState(schemaId, changes, all ? entries : -1, forks);
    schema.underWay = List.of();
    tell(schemaId, schema);
    if (all) {
      schema.total = 0;
    }
  }

  private static List<Integer> takeSome(Set<Integer> changed) {
    List<Integer> taken = new ArrayList<>();
    Iterator<Integer> numbers = changed.iterator();
    while (numbers.hasNext() && taken.size() < AT_ONCE) {
      taken.add(numbers.next());
      numbers.remove();
    }
    return taken;
  }

  private void putState(SchemaId schemaId, JSArray<JSObject> changes, int entries, int forks)
      throws JsException {
    JSObject state =
        new PlainObject()
            .with("version", VERSION)
            .with("entries", entries)
            .with("forks", forks)
            .object();
    Promises.await(
        table.put(
            store.database(),
            store.fence(),
            schemaId.toString(),
            changes,
            entries < 0 ? null : state));
  }

  private JSObject change(int number) {
    DocumentFact document = directory.document(number);
    PlainObject change = new PlainObject().with("number", number);
    JSObject view = views.view(document, null);
    return view == null
        ? change.with("view", (String) null).object()
        : change.with("view", view).object();
  }

  /** What is made is in memory before its entries are stored, and must not outlive them. */
  private void awaitStored() {
    int begun = store.begunPages();
    while (store.storedPages() < begun) {
      if (store.isLost()) {
        throw new StorageException("the database was lost");
      }
      Promises.after(WAIT_MILLIS).await();
    }
  }

  private void tell(SchemaId schemaId, Asked schema) {
    outlet.post(
        new PlainObject()
            .with("type", "documents")
            .with("schemaId", schemaId.toString())
            .with("total", schema.total)
            .with("remaining", schema.changed.size()));
  }
}
