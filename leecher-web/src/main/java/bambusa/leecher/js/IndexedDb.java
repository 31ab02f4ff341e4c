package bambusa.leecher.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSNumber;
import org.teavm.jso.core.JSPromise;

/** The browser's database. TeaVM's own binding lacks durability, {@code add} and {@code getAll}. */
public final class IndexedDb {

  private IndexedDb() {}

  /** Called when a database must be made ready. */
  @JSFunctor
  public interface Upgrade extends JSObject {
    void upgrade(Database database);
  }

  /** How long to wait, in milliseconds. */
  @JSFunctor
  public interface Patience extends JSObject {
    int millis();
  }

  /** Which stores a database has. */
  public interface StoreNames extends JSObject {
    boolean contains(String name);
  }

  /** An open database. */
  public interface Database extends JSObject {
    Store createObjectStore(String name);

    @JSProperty("objectStoreNames")
    StoreNames objectStoreNames();

    void close();
  }

  /** A transaction; it ends by itself when nothing more is asked of it. */
  public interface Transaction extends JSObject {
    Store objectStore(String name);

    void abort();
  }

  /** An object store within a transaction. */
  public interface Store extends JSObject {
    /** Fails the transaction when the key is taken. */
    JSObject add(JSObject value, int key);

    JSObject put(JSObject value, int key);

    JSObject put(JSObject value, String key);

    JSObject get(int key);

    JSObject get(String key);

    JSObject delete(int key);

    JSObject delete(String key);
  }

  /** The browser has none, for instance in some private windows. */
  @JSBody(script = "return typeof indexedDB !== 'undefined' && !!indexedDB;")
  public static native boolean isPresent();

  /**
   * Opens a database. It closes itself when another tab wants to delete it, and then {@code lost}
   * is called, as when the browser closes it, but not before {@code patience} is over: opened at
   * once, it would be in the way of what that tab does.
   */
  @JSBody(
      params = {"name", "version", "upgrade", "lost", "patience"},
      script =
          "return new Promise(function(opened, failed) {"
              + "var request = indexedDB.open(name, version);"
              + "request.onupgradeneeded = function() { upgrade(request.result); };"
              + "request.onerror = function() { failed(request.error); };"
              + "request.onblocked = function() { setTimeout(function() {"
              + " failed(new DOMException('another tab holds an older version of it open',"
              + "  'BlockedError')); }, 3000); };"
              + "request.onsuccess = function() { var db = request.result;"
              + " db.onversionchange = function() { db.close();"
              + "  setTimeout(function() { lost(db); }, patience()); };"
              + " db.onclose = function() { lost(db); };"
              + " opened(db); }; });")
  public static native JSPromise<Database> open(
      String name, int version, Upgrade upgrade, Upgrade lost, Patience patience);

  @JSBody(
      params = "name",
      script =
          "return new Promise(function(deleted, failed) {"
              + "var request = indexedDB.deleteDatabase(name);"
              + "request.onsuccess = function() { deleted(true); };"
              + "request.onerror = function() { failed(request.error); }; });")
  public static native JSPromise<JSBoolean> delete(String name);

  /** What the browser gave, or what it threw: it does so at once when a connection is gone. */
  private interface Given extends JSObject {
    @JSProperty("value")
    JSObject value();

    @JSProperty("name")
    String name();

    @JSProperty("message")
    String message();
  }

  private static JSObject required(Given given) throws JsException {
    JSObject value = given.value();
    if (isAbsent(value)) {
      throw new JsException(given.name(), given.message());
    }
    return value;
  }

  /**
   * A transaction over these stores and {@code meta}, that stores nothing if another has taken the
   * fence since. Relaxed: what the browser calls complete survives a crash of the browser, not of
   * the system.
   */
  public static Transaction write(Database database, String[] stores, int fence)
      throws JsException {
    return (Transaction) required(tryWrite(database, stores, fence));
  }

  @JSBody(
      params = {"database", "stores", "fence"},
      script =
          "try { var t = database.transaction(stores.concat('meta'), 'readwrite',"
              + " {durability: 'relaxed'});"
              + "var writer = t.objectStore('meta').get('writer');"
              + "writer.onsuccess = function() {"
              + " if (writer.result !== fence) { t.fenced = true; t.abort(); } };"
              + "return {value: t}; } catch (e) { return {name: e.name, message: e.message}; }")
  private static native Given tryWrite(Database database, String[] stores, int fence);

  /** From now on only who gives this number may write. */
  @JSBody(
      params = "database",
      script =
          "return new Promise(function(taken, failed) {"
              + "var t = database.transaction(['meta'], 'readwrite'), fence = 0;"
              + "var meta = t.objectStore('meta'), writer = meta.get('writer');"
              + "writer.onsuccess = function() {"
              + " fence = (writer.result || 0) + 1; meta.put(fence, 'writer'); };"
              + "t.oncomplete = function() { taken(fence); };"
              + "t.onabort = function() { failed(t.error || new Error('aborted')); }; });")
  public static native JSPromise<JSNumber> takeFence(Database database);

  public static Store read(Database database, String store) throws JsException {
    return (Store) required(tryRead(database, store));
  }

  @JSBody(
      params = {"database", "store"},
      script =
          "try { return {value: database.transaction([store], 'readonly').objectStore(store)}; }"
              + "catch (e) { return {name: e.name, message: e.message}; }")
  private static native Given tryRead(Database database, String store);

  /** Is fulfilled when all of a transaction is stored, and rejected when none of it is. */
  @JSBody(
      params = "transaction",
      script =
          "var done = new Promise(function(complete, failed) {"
              + "transaction.oncomplete = function() { complete(true); };"
              + "transaction.onabort = function() {"
              + " failed(transaction.fenced ? new DOMException('another tab writes', 'FencedError')"
              + "  : transaction.error || new Error('transaction aborted')); }; });"
              + "done.catch(function() {}); return done;")
  public static native JSPromise<JSBoolean> done(Transaction transaction);

  /** The result of a request. */
  @JSBody(
      params = "request",
      script =
          "return new Promise(function(found, failed) {"
              + "request.onsuccess = function() { found(request.result); };"
              + "request.onerror = function() { failed(request.error); }; });")
  public static native <T extends JSObject> JSPromise<T> result(JSObject request);

  /** Up to {@code limit} values whose keys are at least {@code firstKey}, ascending. */
  @JSBody(
      params = {"store", "firstKey", "limit"},
      script = "return store.getAll(IDBKeyRange.lowerBound(firstKey), limit);")
  public static native JSObject valuesFrom(Store store, int firstKey, int limit);

  /** The keys of these values. */
  @JSBody(
      params = {"store", "firstKey", "limit"},
      script = "return store.getAllKeys(IDBKeyRange.lowerBound(firstKey), limit);")
  public static native JSObject keysFrom(Store store, int firstKey, int limit);

  /** Two results of one transaction. */
  public static JSPromise<JSArrayReader<JSObject>> both(JSObject one, JSObject other) {
    return all(result(one), result(other));
  }

  @JSBody(
      params = {"one", "other"},
      script = "return Promise.all([one, other]);")
  private static native JSPromise<JSArrayReader<JSObject>> all(
      JSPromise<JSObject> one, JSPromise<JSObject> other);

  /** Nothing was stored under the key. */
  @JSBody(params = "value", script = "return value === undefined || value === null;")
  public static native boolean isAbsent(JSObject value);
}
