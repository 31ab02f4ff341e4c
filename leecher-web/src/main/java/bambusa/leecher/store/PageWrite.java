package bambusa.leecher.store;

import bambusa.crypto.Hash;
import bambusa.ingest.AcceptedEntry;
import bambusa.ingest.Decision;
import bambusa.ingest.DecodedEntry;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.Fork;
import bambusa.ingest.Standing;
import bambusa.leecher.js.Bytes;
import bambusa.leecher.js.IndexedDb;
import bambusa.leecher.js.JsException;
import bambusa.leecher.js.Promises;
import bambusa.log.LogKey;
import bambusa.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSNumber;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSString;

/**
 * All that one page brings, written in one transaction. What was decided is in the directory at
 * once, so that the next page can be decided while this one is being written.
 */
public final class PageWrite {

  private final LeecherStore store;
  private final Directory directory;
  private final PageRecord record;
  private final int firstEntry;
  private final Map<String, @Nullable String> texts = new LinkedHashMap<>();
  private final Map<Integer, byte[]> segments = new LinkedHashMap<>();
  private final List<Integer> emptied = new ArrayList<>();
  private @Nullable JSPromise<JSBoolean> done;

  PageWrite(LeecherStore store) {
    this.store = store;
    this.directory = store.directory();
    this.record = new PageRecord(directory);
    this.firstEntry = directory.entryCount();
  }

  /** Takes what ingest decided, in the order that {@link Decision} asks for. */
  public void decided(Decision decision) {
    for (Fork fork : decision.forks()) {
      record.fork(fork);
    }
    for (Hash promoted : decision.promoted()) {
      record.stand(promoted, Standing.FORKED);
    }
    for (AcceptedEntry accepted : byLog(decision.accepted())) {
      DecodedEntry decoded = accepted.entry().decoded();
      store
          .reader()
          .hold(
              directory.entryCount(),
              new EncodedEntryAndOperation(decoded.entry().encoded(), decoded.encodedOperation()));
      record.accept(accepted);
    }
    for (Schema schema : decision.schemas()) {
      store.remember(schema);
    }
  }

  /** The entries of a log side by side, so that they are read back together; newest log last. */
  private static List<AcceptedEntry> byLog(List<AcceptedEntry> accepted) {
    Map<LogKey, List<AcceptedEntry>> logs = new LinkedHashMap<>();
    for (AcceptedEntry entry : accepted) {
      LogKey key = entry.entry().entry().logKey();
      List<AcceptedEntry> ofLog = logs.remove(key);
      if (ofLog == null) {
        ofLog = new ArrayList<>();
      }
      ofLog.add(entry);
      logs.put(key, ofLog);
    }
    List<AcceptedEntry> sorted = new ArrayList<>(accepted.size());
    logs.values().forEach(sorted::addAll);
    return sorted;
  }

  /** Drops documents, and the segments in which nothing else lies. */
  void drop(List<Integer> documents, List<Integer> emptySegments) {
    record.drop(documents);
    emptied.addAll(emptySegments);
  }

  /** Writes a text beside the entries; null deletes it. */
  public void text(String name, @Nullable String text) {
    texts.put(name, text);
  }

  /** Begins writing; the page is stored when {@link #awaitStored} returns. */
  public void start() {
    segment();
    IndexedDb.Transaction transaction;
    try {
      transaction =
          IndexedDb.write(
              store.database(),
              new String[] {LeecherStore.PAGES, LeecherStore.SEGMENTS},
              store.fence());
    } catch (JsException e) {
      throw new StorageException("a page could not be stored: " + e.text(), e);
    }
    IndexedDb.Store segmentStore = transaction.objectStore(LeecherStore.SEGMENTS);
    for (Map.Entry<Integer, byte[]> segment : segments.entrySet()) {
      segmentStore.add(Bytes.toJs(segment.getValue()), segment.getKey());
    }
    for (int segment : emptied) {
      segmentStore.delete(segment);
    }
    IndexedDb.Store meta = transaction.objectStore(LeecherStore.META);
    if (!record.isEmpty()) {
      int page = store.takePage();
      // A key that is taken means that somebody else writes too: then nothing of this is stored.
      transaction.objectStore(LeecherStore.PAGES).add(Bytes.toJs(record.toBytes()), page);
      meta.put(JSString.valueOf(store.format()), "format");
      store.smallPages().added(page, firstEntry, directory.entryCount());
    }
    for (Map.Entry<String, @Nullable String> text : texts.entrySet()) {
      if (text.getValue() == null) {
        meta.delete(text.getKey());
      } else {
        meta.put(JSString.valueOf(text.getValue()), text.getKey());
      }
    }
    done = IndexedDb.done(transaction);
  }

  /** Instead of writing: what would be written of dropping. */
  void addTo(JSArray<JSObject> changes) {
    JSNumber page = JSNumber.valueOf(store.takePage());
    changes.push(change(LeecherStore.PAGES, page, Bytes.toJs(record.toBytes())));
    JSString format = JSString.valueOf(store.format());
    changes.push(change(LeecherStore.META, JSString.valueOf("format"), format));
  }

  static JSObject change(String store, JSObject key, @Nullable JSObject value) {
    JSArray<JSObject> change = new JSArray<>();
    change.push(JSString.valueOf(store));
    change.push(key);
    change.push(value);
    return change;
  }

  private void segment() {
    List<EncodedEntryAndOperation> group = new ArrayList<>();
    int bytes = 0;
    for (int number = firstEntry; number < directory.entryCount(); number++) {
      EncodedEntryAndOperation entry = store.reader().take(number);
      group.add(entry);
      bytes += Segment.size(entry);
      if (group.size() == Segment.MAX_ENTRIES || bytes >= Segment.FULL_BYTES) {
        segment(group);
        group.clear();
        bytes = 0;
      }
    }
    if (!group.isEmpty()) {
      segment(group);
    }
  }

  private void segment(List<EncodedEntryAndOperation> group) {
    int number = store.takeSegment();
    byte[] bytes = Segment.encode(group);
    segments.put(number, bytes);
    store.reader().hold(number, bytes);
    record.place(number, group.size());
  }

  /** Waits until everything is stored. */
  public void awaitStored() {
    if (done == null) {
      throw new IllegalStateException("the page is not being written");
    }
    try {
      Promises.await(done);
    } catch (JsException e) {
      throw new StorageException("a page could not be stored: " + e.text(), e);
    }
    store.pageStored();
    for (int segment : segments.keySet()) {
      store.reader().written(segment);
    }
  }
}
