package bambusa.leecher.store;

import bambusa.bytes.MalformedException;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.leecher.js.Bytes;
import bambusa.leecher.js.IndexedDb;
import bambusa.leecher.js.JsException;
import bambusa.leecher.js.Promises;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * Reads the bytes of entries: those being stored from memory, others from their segment, of which
 * the last few are remembered.
 */
final class EntryReader {

  private static final int REMEMBERED_SEGMENTS = 32;

  private final IndexedDb.Database database;
  private final EntryTable entries;
  private final Map<Integer, EncodedEntryAndOperation> unplaced = new HashMap<>();
  private final Map<Integer, Segment> beingWritten = new HashMap<>();
  private final Map<Integer, Segment> remembered = new LinkedHashMap<>();

  EntryReader(IndexedDb.Database database, EntryTable entries) {
    this.database = database;
    this.entries = entries;
  }

  /** Keeps an entry at hand until its segment is made. */
  void hold(int number, EncodedEntryAndOperation entry) {
    unplaced.put(number, entry);
  }

  EncodedEntryAndOperation take(int number) {
    EncodedEntryAndOperation entry = unplaced.remove(number);
    if (entry == null) {
      throw new IllegalStateException("entry " + number + " is not at hand");
    }
    return entry;
  }

  /** Keeps a segment at hand until it is written. */
  void hold(int segment, byte[] bytes) {
    beingWritten.put(segment, decode(segment, bytes));
  }

  void written(int segment) {
    Segment bytes = beingWritten.remove(segment);
    if (bytes != null) {
      remember(segment, bytes);
    }
  }

  EncodedEntryAndOperation read(int number) {
    EncodedEntryAndOperation held = unplaced.get(number);
    if (held != null) {
      return held;
    }
    int segment = entries.segment(number);
    @Nullable Segment found = find(segment);
    if (found == null) {
      // It was merged into another while it was asked for.
      if (segment == entries.segment(number)) {
        throw new StorageException("segment " + segment + " is missing");
      }
      return read(number);
    }
    try {
      return found.entry(entries.index(number));
    } catch (MalformedException e) {
      throw new StorageException("segment " + segment + " is damaged", e);
    }
  }

  private @Nullable Segment find(int segment) {
    Segment held = beingWritten.get(segment);
    if (held == null) {
      held = remembered.remove(segment);
    }
    if (held == null) {
      held = load(segment);
    }
    if (held != null) {
      remember(segment, held);
    }
    return held;
  }

  private @Nullable Segment load(int segment) {
    try {
      IndexedDb.Store store = IndexedDb.read(database, LeecherStore.SEGMENTS);
      JSObject value = Promises.await(IndexedDb.<JSObject>result(store.get(segment)));
      return IndexedDb.isAbsent(value) ? null : decode(segment, Bytes.toJava(value));
    } catch (JsException e) {
      throw new StorageException("segment " + segment + " cannot be read: " + e.text(), e);
    }
  }

  private void remember(int segment, Segment bytes) {
    remembered.put(segment, bytes);
    if (remembered.size() > REMEMBERED_SEGMENTS) {
      remembered.remove(remembered.keySet().iterator().next());
    }
  }

  private static Segment decode(int segment, byte[] bytes) {
    try {
      return Segment.decode(bytes);
    } catch (MalformedException e) {
      throw new StorageException("segment " + segment + " is damaged", e);
    }
  }
}
