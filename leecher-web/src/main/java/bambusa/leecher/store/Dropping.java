package bambusa.leecher.store;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.leecher.js.Bytes;
import bambusa.leecher.js.IndexedDb;
import bambusa.leecher.js.JsException;
import bambusa.leecher.js.Promises;
import bambusa.leecher.js.WorkerScope;
import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSNumber;

/**
 * Makes room by dropping documents. What is dropped and what need only be deleted goes first, in
 * one transaction that takes almost no room; then segments that hold other entries too are written
 * anew without what was dropped, as far as there is room for it. Where there is none at all, all of
 * this is a list of changes, for who writes the database anew.
 */
public final class Dropping {

  private final LeecherStore store;
  private final Directory directory;
  private final List<Integer> empty = new ArrayList<>();

  /** The first entry of each segment that holds others, too. */
  private final List<Integer> mixed = new ArrayList<>();

  /** Only of a store that writes, while nobody else writes into it. */
  public Dropping(LeecherStore store) {
    this.store = store;
    this.directory = store.directory();
  }

  /** Bytes of an entry of a held document and of its operation. */
  public int size(int entry) {
    return Segment.size(store.reader().read(entry));
  }

  /** Drops documents by their numbers. */
  public void drop(List<Integer> documents) {
    PageWrite write = dropped(documents);
    write.start();
    write.awaitStored();
    shrink();
  }

  /** What dropping would change, as {store, key, value}; writes nothing. */
  public JSArray<JSObject> changes(List<Integer> documents) {
    PageWrite write = dropped(documents);
    JSArray<JSObject> changes = new JSArray<>();
    for (int segment : empty) {
      changes.push(PageWrite.change(LeecherStore.SEGMENTS, JSNumber.valueOf(segment), null));
    }
    for (int first : mixed) {
      JSNumber segment = JSNumber.valueOf(directory.entries().segment(first));
      changes.push(PageWrite.change(LeecherStore.SEGMENTS, segment, Bytes.toJs(shrunk(first))));
    }
    write.addTo(changes);
    return changes;
  }

  private PageWrite dropped(List<Integer> documents) {
    boolean[] isDropped = new boolean[directory.documentCount()];
    for (int document : documents) {
      isDropped[document] = true;
    }
    for (int first = 0; first < directory.entryCount(); first = behindSegment(first)) {
      boolean isTouched = false;
      boolean isEmpty = true;
      for (int entry = first; entry < behindSegment(first); entry++) {
        int document = directory.documentOfEntry(entry);
        boolean goes = document >= 0 && isDropped[document];
        isTouched |= goes;
        isEmpty &= goes || directory.entries().isDropped(entry);
      }
      if (isTouched && isEmpty) {
        empty.add(directory.entries().segment(first));
      } else if (isTouched) {
        mixed.add(first);
      }
    }
    PageWrite write = store.beginPage();
    write.drop(documents, empty);
    return write;
  }

  /** The entries of a segment are numbered in a row. */
  private int behindSegment(int first) {
    int entry = first;
    int segment = directory.entries().segment(first);
    while (entry < directory.entryCount() && directory.entries().segment(entry) == segment) {
      entry++;
    }
    return entry;
  }

  private byte[] shrunk(int first) {
    List<EncodedEntryAndOperation> kept = new ArrayList<>();
    for (int entry = first; entry < behindSegment(first); entry++) {
      kept.add(store.readElseDropped(entry));
    }
    return Segment.encode(kept);
  }

  private void shrink() {
    for (int first : mixed) {
      int segment = directory.entries().segment(first);
      JSObject bytes = Bytes.toJs(shrunk(first));
      try {
        IndexedDb.Transaction transaction =
            IndexedDb.write(store.database(), new String[] {LeecherStore.SEGMENTS}, store.fence());
        transaction.objectStore(LeecherStore.SEGMENTS).put(bytes, segment);
        Promises.await(IndexedDb.done(transaction));
      } catch (JsException e) {
        // What is left over is in nobody's way, and later there may be room to do it again.
        WorkerScope.note("a segment could not be written anew: " + e.text());
        return;
      }
    }
  }
}
