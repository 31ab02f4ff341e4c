package bambusa.leecher.store;

import bambusa.bytes.ByteWriter;
import bambusa.bytes.MalformedException;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.leecher.js.Bytes;
import bambusa.leecher.js.IndexedDb;
import bambusa.leecher.js.JsException;
import bambusa.leecher.js.Promises;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.teavm.jso.JSObject;

/** Merges small pages and their segments, when there is nothing else to do. */
public final class Merging {

  private final LeecherStore store;

  public Merging(LeecherStore store) {
    this.store = store;
  }

  /** Merges the small pages that came last, if there are many; whether it did. */
  public boolean mergeSmallPages() {
    Optional<List<SmallPages.Page>> run = store.smallPages().takeRun();
    if (run.isEmpty()) {
      return false;
    }
    try {
      merge(run.get());
      return true;
    } catch (JsException e) {
      throw new StorageException("pages could not be merged: " + e.text(), e);
    } catch (MalformedException e) {
      throw new StorageException("a stored page is damaged", e);
    }
  }

  private void merge(List<SmallPages.Page> pages) throws JsException, MalformedException {
    ByteWriter steps = new ByteWriter();
    Set<Integer> oldSegments = new TreeSet<>();
    for (SmallPages.Page page : pages) {
      byte[] record = record(page);
      steps.bytes(PageRecordReader.steps(record));
      int[] places = PageRecordReader.places(record);
      for (int i = 0; i < places.length; i += 2) {
        oldSegments.add(places[i]);
      }
    }
    int firstEntry = pages.get(0).firstEntry();
    int endEntry = pages.get(pages.size() - 1).endEntry();
    List<EncodedEntryAndOperation> entries = new ArrayList<>();
    for (int number = firstEntry; number < endEntry; number++) {
      entries.add(store.readElseDropped(number));
    }
    int segment = store.takeSegment();
    byte[] segmentBytes = Segment.encode(entries);
    byte[] places = new ByteWriter().varU64(segment).varU64(entries.size()).toBytes();
    byte[] merged =
        entries.isEmpty()
            ? PageRecord.join(0, new byte[0], steps.toBytes())
            : PageRecord.join(1, places, steps.toBytes());

    IndexedDb.Transaction transaction =
        IndexedDb.write(
            store.database(),
            new String[] {LeecherStore.PAGES, LeecherStore.SEGMENTS},
            store.fence());
    IndexedDb.Store pageStore = transaction.objectStore(LeecherStore.PAGES);
    IndexedDb.Store segmentStore = transaction.objectStore(LeecherStore.SEGMENTS);
    for (SmallPages.Page page : pages) {
      pageStore.delete(page.number());
    }
    for (int old : oldSegments) {
      segmentStore.delete(old);
    }
    pageStore.add(Bytes.toJs(merged), pages.get(0).number());
    if (!entries.isEmpty()) {
      segmentStore.add(Bytes.toJs(segmentBytes), segment);
    }
    store.reader().hold(segment, segmentBytes);
    for (int i = 0; i < entries.size(); i++) {
      store.directory().entries().place(firstEntry + i, segment, i);
    }
    Promises.await(IndexedDb.done(transaction));
    store.reader().written(segment);
  }

  private byte[] record(SmallPages.Page page) throws JsException {
    JSObject value =
        Promises.await(
            IndexedDb.<JSObject>result(
                IndexedDb.read(store.database(), LeecherStore.PAGES).get(page.number())));
    if (IndexedDb.isAbsent(value)) {
      throw new StorageException("page " + page.number() + " is missing");
    }
    return Bytes.toJava(value);
  }
}
