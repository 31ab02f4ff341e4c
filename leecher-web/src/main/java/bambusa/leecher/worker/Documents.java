package bambusa.leecher.worker;

import bambusa.bytes.MalformedException;
import bambusa.ingest.AcceptedEntry;
import bambusa.ingest.Fork;
import bambusa.leecher.js.DocumentTable;
import bambusa.leecher.js.JsException;
import bambusa.leecher.js.PlainObject;
import bambusa.leecher.js.Promises;
import bambusa.leecher.js.WorkerScope;
import bambusa.leecher.store.LeecherStore;
import bambusa.leecher.store.StorageException;
import bambusa.operation.SchemaId;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * The documents of the schemas that somebody asked for. Their records are made by the tab that
 * writes; where the store only reads, asking is passed on to it.
 */
final class Documents {

  private static final int WAIT_MILLIS = 20;
  private static final int PATIENCE_MILLIS = 30_000;

  private final LeecherStore store;
  private final DocumentTable table;
  private final Outlet outlet;
  private final DocumentViews views;
  private final DocumentRecords records;
  private final BooleanSupplier isFull;

  /** Where there is no more room, what was made before is all there is. */
  Documents(LeecherStore store, DocumentTable table, Outlet outlet, BooleanSupplier isFull) {
    this.isFull = isFull;
    this.store = store;
    this.table = table;
    this.outlet = outlet;
    this.views = new DocumentViews(store);
    this.records = new DocumentRecords(store, table, views, outlet);
  }

  DocumentViews views() {
    return views;
  }

  /** Goes on making records; what is to be done when that fails, which {@link #broken} explains. */
  void goOn(DocumentRecords.Ending ended) {
    records.goOn(ended);
  }

  /** Why records are not made any more; null while they are. */
  @Nullable StorageException broken() {
    return records.broken();
  }

  /** Notes what was decided; it is worked on once it is stored. */
  void decided(List<AcceptedEntry> accepted, List<Fork> forks) {
    records.decided(accepted, forks);
  }

  /** A page of documents; if complete, it reflects all that was stored when it was asked for. */
  PlainObject query(SchemaId schemaId, boolean complete, JSObject question) throws JsException {
    String orderBy = PlainObject.text(question, "orderBy");
    if (store.fence() == 0) {
      outlet.tell(
          new PlainObject()
              .with("type", "ask")
              .with("schemaId", schemaId.toString())
              .with("field", orderBy));
    } else {
      records.keep(schemaId);
    }
    boolean isMade = complete && isMadeInTime(schemaId);
    if (complete && !isMade && !isFull.getAsBoolean()) {
      return LeecherWorker.failed("failed", "the documents could not be made in time");
    }
    JSObject page =
        Promises.await(
            table.query(
                store.database(),
                records.isMade(schemaId) ? store.fence() : 0,
                schemaId.toString(),
                views.types(schemaId),
                question,
                (field, id) -> Promises.call(() -> views.related(schemaId, field, id))));
    String problem = PlainObject.text(page, "problem");
    if (problem != null) {
      return LeecherWorker.failed("argument", problem);
    }
    return new PlainObject(page)
        .with("type", "documents")
        .with("complete", isMade || records.isMade(schemaId));
  }

  private boolean isMadeInTime(SchemaId schemaId) throws JsException {
    double deadline = WorkerScope.now() + PATIENCE_MILLIS;
    int wanted = store.directory().entryCount();
    while (!reflects(schemaId, wanted)) {
      StorageException problem = records.broken();
      if (isFull.getAsBoolean() && (problem != null || store.fence() == 0)) {
        return false;
      }
      if (problem != null) {
        throw problem;
      }
      if (store.isLost()) {
        throw new StorageException("the database was lost");
      }
      if (WorkerScope.now() > deadline) {
        return false;
      }
      Promises.after(WAIT_MILLIS).await();
    }
    return true;
  }

  private boolean reflects(SchemaId schemaId, int entries) throws JsException {
    if (store.fence() != 0) {
      return records.isMade(schemaId);
    }
    JSObject kept = Promises.await(table.kept(store.database(), schemaId.toString()));
    return kept != null && PlainObject.number(kept, "entries") >= entries;
  }

  /** A tab that only reads wants this schema's documents kept, perhaps with an index of a field. */
  void askedByTab(JSObject question) {
    String schemaId = PlainObject.text(question, "schemaId");
    String field = PlainObject.text(question, "field");
    if (schemaId == null) {
      return;
    }
    try {
      SchemaId parsed = SchemaId.parse(schemaId);
      records.keep(parsed);
      if (records.isMade(parsed)) {
        records.confirm(parsed);
        if (field != null) {
          records.index(parsed, field);
        }
      }
    } catch (MalformedException | JsException e) {
      WorkerScope.note("another tab asked in vain: " + e.getMessage());
    }
  }
}
