package bambusa.leecher.js;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSPromise;

/** Documents as records of their own: {@code documents.js}, which says how they are stored. */
public interface DocumentTable extends JSObject {

  /** Finds what a relation of a field leads to. */
  @JSFunctor
  interface Related extends JSObject {
    JSPromise<JSObject> find(String field, String id);
  }

  /** What the records of a schema reflect; null where there are none. */
  JSPromise<JSObject> kept(IndexedDb.Database database, String schemaId);

  JSPromise<JSBoolean> clear(IndexedDb.Database database, int fence, String schemaId);

  /** Takes all else out of a database that is deleted; waits until its room is free. */
  JSPromise<JSObject> takeOut(IndexedDb.Database database, String name, JSArray<JSObject> changes);

  /** Puts what was taken out into the database made anew. */
  JSPromise<JSBoolean> putBack(IndexedDb.Database database, int fence, JSObject kept);

  /** Stores some; with a state when all of them reflect it. */
  JSPromise<JSBoolean> put(
      IndexedDb.Database database,
      int fence,
      String schemaId,
      JSArray<JSObject> changes,
      @Nullable JSObject state);

  JSPromise<JSBoolean> index(IndexedDb.Database database, int fence, String schemaId, String field);

  /** A page of documents as the question asks for it; a fence of 0 writes no index. */
  JSPromise<JSObject> query(
      IndexedDb.Database database,
      int fence,
      String schemaId,
      @Nullable JSObject types,
      JSObject question,
      Related related);
}
