package bambusa.leecher.store;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.leecher.js.Bytes;
import bambusa.leecher.js.IndexedDb;
import bambusa.leecher.js.JsException;
import bambusa.leecher.js.Promises;
import bambusa.log.SeqNum;
import bambusa.operation.SchemaId;
import bambusa.schema.Schema;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSNumber;

/**
 * The database of a leecher and its directory. Everything that came with a page, its cursor
 * included, is written in one transaction ({@link PageWrite}), so after whatever end of the worker
 * the directory read back is that of some page, and the cursor is its cursor.
 *
 * <p>Its methods wait for the browser, so only a thread may call them. When anything fails with a
 * {@link StorageException} the store must be dropped and opened again: the directory may be ahead
 * of what is stored.
 */
public final class LeecherStore {

  static final String PAGES = "page";
  static final String SEGMENTS = "segment";
  static final String META = "meta";

  /** Written by {@link bambusa.leecher.js.DocumentTable}. */
  private static final String[] DOCUMENTS = {"document", "field"};

  private static final int DATABASE_VERSION = 2;
  private static final String FORMAT = "format";
  private static final String FORMAT_OF_TODAY = "1";

  /** Where something was dropped, which versions before do not read. */
  private static final String FORMAT_WITH_DROPPED = "2";

  private static final int PAGES_AT_ONCE = 64;

  private final IndexedDb.Database database;
  private final Directory directory = new Directory();
  private final EntryReader reader;
  private final SmallPages smallPages = new SmallPages();
  private final Map<SchemaId, Schema> schemas = new HashMap<>();
  private int nextPage;
  private int nextSegment;
  private int fence;
  private int begun;
  private int stored;
  private boolean lost;

  private LeecherStore(IndexedDb.Database database) {
    this.database = database;
    this.reader = new EntryReader(database, directory.entries());
  }

  /**
   * Opens a database, making it if there is none, and reads its directory.
   *
   * @param onLost is run when the browser or another tab takes the database away
   * @param patience how long another tab is left alone with it before
   */
  public static LeecherStore open(String name, Runnable onLost, IndexedDb.Patience patience) {
    LeecherStore[] opened = new LeecherStore[1];
    try {
      IndexedDb.Database database =
          Promises.await(
              IndexedDb.open(
                  name,
                  DATABASE_VERSION,
                  LeecherStore::makeStores,
                  closed -> {
                    if (opened[0] != null && !opened[0].lost) {
                      opened[0].lost = true;
                      onLost.run();
                    }
                  },
                  patience));
      opened[0] = new LeecherStore(database);
      opened[0].readDirectory();
      return opened[0];
    } catch (JsException e) {
      throw new StorageException("database " + name + " cannot be opened: " + e.text(), e);
    } catch (MalformedException e) {
      throw new StorageException("database " + name + " is damaged: " + e.getMessage(), e);
    }
  }

  /** Deletes a database; nobody may have it open. */
  public static void delete(String name) {
    try {
      Promises.await(IndexedDb.delete(name));
    } catch (JsException e) {
      throw new StorageException("database " + name + " cannot be deleted: " + e.text(), e);
    }
  }

  private static void makeStores(IndexedDb.Database database) {
    for (String name : new String[] {PAGES, SEGMENTS, META, DOCUMENTS[0], DOCUMENTS[1]}) {
      if (!database.objectStoreNames().contains(name)) {
        database.createObjectStore(name);
      }
    }
  }

  /** From now on this store writes, and whoever wrote before does not any more. */
  public void takeFence() {
    try {
      fence = Promises.await(IndexedDb.takeFence(database)).intValue();
    } catch (JsException e) {
      throw new StorageException("the database cannot be written: " + e.text(), e);
    }
  }

  /** What a transaction must show to be let through; 0 while this store only reads. */
  public int fence() {
    return fence;
  }

  /** Reads what another tab has written since. */
  public void catchUp() {
    try {
      readDirectory();
    } catch (JsException e) {
      throw new StorageException("the database cannot be read: " + e.text(), e);
    } catch (MalformedException e) {
      throw new StorageException("the database is damaged: " + e.getMessage(), e);
    }
  }

  private void readDirectory() throws JsException, MalformedException {
    String format = text(FORMAT);
    if (format != null && !format.equals(FORMAT_OF_TODAY) && !format.equals(FORMAT_WITH_DROPPED)) {
      throw new StorageException("the database was written by a newer version (" + format + ")");
    }
    int read;
    do {
      IndexedDb.Store store = IndexedDb.read(database, PAGES);
      JSArrayReader<JSObject> both =
          Promises.await(
              IndexedDb.both(
                  IndexedDb.keysFrom(store, nextPage, PAGES_AT_ONCE),
                  IndexedDb.valuesFrom(store, nextPage, PAGES_AT_ONCE)));
      @SuppressWarnings("unchecked")
      JSArrayReader<JSNumber> keys = (JSArrayReader<JSNumber>) both.get(0);
      @SuppressWarnings("unchecked")
      JSArrayReader<JSObject> values = (JSArrayReader<JSObject>) both.get(1);
      read = keys.getLength();
      for (int i = 0; i < read; i++) {
        readPage(keys.get(i).intValue(), Bytes.toJava(values.get(i)));
      }
    } while (read == PAGES_AT_ONCE);
  }

  private void readPage(int page, byte[] record) throws MalformedException {
    int before = directory.entryCount();
    PageRecordReader.read(record, directory);
    for (int number = before; number < directory.entryCount(); number++) {
      nextSegment = Math.max(nextSegment, directory.entries().segment(number) + 1);
    }
    smallPages.added(page, before, directory.entryCount());
    nextPage = page + 1;
  }

  public Directory directory() {
    return directory;
  }

  /** Whether the browser took the database away: it must be opened again. */
  public boolean isLost() {
    return lost;
  }

  public void close() {
    lost = true;
    database.close();
  }

  /** Begins the transaction of a page. */
  public PageWrite beginPage() {
    begun++;
    return new PageWrite(this);
  }

  /** Number of pages begun: what the directory tells now is stored when as many are stored. */
  public int begunPages() {
    return begun;
  }

  public int storedPages() {
    return stored;
  }

  void pageStored() {
    stored++;
  }

  /** A text kept beside the entries, or null. */
  public @Nullable String text(String name) {
    try {
      JSObject value =
          Promises.await(IndexedDb.<JSObject>result(IndexedDb.read(database, META).get(name)));
      return IndexedDb.isAbsent(value) ? null : ((org.teavm.jso.core.JSString) value).stringValue();
    } catch (JsException e) {
      throw new StorageException(name + " cannot be read: " + e.text(), e);
    }
  }

  /** The kept entry at a place of a log that holds it. */
  public EncodedEntryAndOperation entryAt(StoredLog log, SeqNum seqNum) {
    return reader.read(log.entry(seqNum.value()));
  }

  /** A stored entry of any standing, or null. */
  public @Nullable EncodedEntryAndOperation entry(Hash hash) {
    int number = directory.entries().find(hash);
    return number == EntryTable.NONE ? null : reader.read(number);
  }

  EncodedEntryAndOperation readElseDropped(int number) {
    return directory.entries().isDropped(number) ? Segment.DROPPED : reader.read(number);
  }

  /** A schema that was resolved since the start, or null. */
  public @Nullable Schema schema(SchemaId schemaId) {
    return schemas.get(schemaId);
  }

  /** Remembers a schema; its id names its definition by hash, so it is good for ever. */
  public void remember(Schema schema) {
    schemas.put(schema.id(), schema);
  }

  public IndexedDb.Database database() {
    return database;
  }

  EntryReader reader() {
    return reader;
  }

  SmallPages smallPages() {
    return smallPages;
  }

  int takePage() {
    return nextPage++;
  }

  int takeSegment() {
    return nextSegment++;
  }

  String format() {
    return directory.droppedEntryCount() == 0 ? FORMAT_OF_TODAY : FORMAT_WITH_DROPPED;
  }
}
