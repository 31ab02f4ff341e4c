package bambusa.leecher.store;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.leecher.js.Bytes;
import bambusa.leecher.js.IndexedDb;
import bambusa.leecher.js.JsException;
import bambusa.leecher.js.Promises;
import bambusa.leecher.js.WorkerScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes room by dropping documents. What is dropped and what need only be deleted goes first, in
 * one transaction that takes almost no room; then segments that hold other entries too are written
 * anew without what was dropped, as far as there is room for it.
 */
public final class Dropping {

  private final LeecherStore store;
  private final Directory directory;

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
    boolean[] isDropped = new boolean[directory.documentCount()];
    for (int document : documents) {
      isDropped[document] = true;
    }
    List<Integer> empty = new ArrayList<>();
    List<Integer> mixed = new ArrayList<>();
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
    write.start();
    write.awaitStored();
    shrink(mixed);
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

  private void shrink(List<Integer> firstEntries) {
    for (int first : firstEntries) {
      int segment = directory.entries().segment(first);
      List<EncodedEntryAndOperation> kept = new ArrayList<>();
      for (int entry = first; entry < behindSegment(first); entry++) {
        kept.add(store.readElseDropped(entry));
      }
      try {
        IndexedDb.Transaction transaction =
            IndexedDb.write(store.database(), new String[] {LeecherStore.SEGMENTS}, store.fence());
        transaction
            .objectStore(LeecherStore.SEGMENTS)
            .put(Bytes.toJs(Segment.encode(kept)), segment);
        Promises.await(IndexedDb.done(transaction));
      } catch (JsException e) {
        // What is left over is in nobody's way, and later there may be room to do it again.
        WorkerScope.note("a segment could not be written anew: " + e.text());
        return;
      }
    }
  }
}
