package bambusa.leecher.worker;

import bambusa.ingest.AcceptedEntry;
import bambusa.ingest.ForkProof;
import bambusa.leecher.js.PlainObject;
import bambusa.leecher.store.Directory;
import bambusa.log.Entry;
import bambusa.operation.Action;
import bambusa.operation.SchemaId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;

/** What the page is told unasked. */
final class PageNews {

  /** The newest few of a page of a thousand are as many as anybody can see arrive, this often. */
  private static final int ARRIVALS_AT_ONCE = 8;

  private static final double INTERVAL_MILLIS = 250;

  private final StatusReport status;
  private final Outlet outlet;
  private final Refusals refusals;
  private final Paced arriving = new Paced(INTERVAL_MILLIS, this::tellArrived);
  private final Paced storing = new Paced(INTERVAL_MILLIS, this::tellStored);
  private List<AcceptedEntry> newest = List.of();
  private @Nullable List<SchemaId> shared;
  private @Nullable Directory directory;
  private @Nullable JSObject relays;
  private int schemasTold = -1;

  PageNews(StatusReport status, Outlet outlet) {
    this.status = status;
    this.outlet = outlet;
    this.refusals = new Refusals(outlet);
  }

  StatusReport status() {
    return status;
  }

  Refusals refusals() {
    return refusals;
  }

  /** What all news is about from now on. */
  void of(Directory stored) {
    directory = stored;
    status.of(stored);
  }

  /** Tells what is stored to somebody who knows nothing yet. */
  void tellAll(Directory stored) {
    of(stored);
    tellSchemas();
    for (ForkProof proof : stored.forks()) {
      forked(proof);
    }
    JSObject compared = relays;
    if (compared != null) {
      outlet.post(new PlainObject(compared));
    }
  }

  /** What the relay says it shares; null = everything. */
  void schemas(@Nullable List<SchemaId> sharedByRelay) {
    shared = sharedByRelay;
    tellSchemas();
  }

  private void tellSchemas() {
    Directory stored = directory;
    if (stored == null) {
      return;
    }
    schemasTold = stored.schemaIds().size();
    outlet.post(
        new PlainObject()
            .with("type", "schemas")
            .with("shared", shared == null ? null : texts(shared))
            .with("held", texts(stored.schemaIds())));
  }

  private static String[] texts(List<SchemaId> ids) {
    String[] texts = new String[ids.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = ids.get(i).toString();
    }
    return texts;
  }

  void arrived(List<AcceptedEntry> accepted, Directory stored) {
    if (stored.schemaIds().size() != schemasTold) {
      tellSchemas();
    }
    List<AcceptedEntry> all = new ArrayList<>(newest);
    all.addAll(accepted.subList(Math.max(0, accepted.size() - ARRIVALS_AT_ONCE), accepted.size()));
    newest = all.subList(Math.max(0, all.size() - ARRIVALS_AT_ONCE), all.size());
    arriving.soon();
  }

  private void tellArrived() {
    JSArray<JSObject> entries = new JSArray<>();
    for (AcceptedEntry accepted : newest) {
      Entry entry = accepted.entry().entry();
      entries.push(
          new PlainObject()
              .with("author", entry.author().toString())
              .with("logId", entry.logId().toString())
              .with("seqNum", entry.seqNum().toString())
              .with("hash", entry.hash().toString())
              .with("schemaId", accepted.document().schemaId().toString())
              .with("action", word(accepted.entry().operation().action()))
              .object());
    }
    newest = List.of();
    outlet.post(new PlainObject().with("type", "arrived").with("entries", entries));
  }

  /** Tells the tabs that follow that there is more to be read. */
  void stored() {
    storing.soon();
  }

  private void tellStored() {
    outlet.tell(new PlainObject().with("type", "stored"));
  }

  /** Tells the tabs that follow that what they know of places is no longer true. */
  void merged() {
    outlet.tell(new PlainObject().with("type", "merged"));
  }

  /** How far an import has come. */
  void importing(int stored, int known, int refused) {
    outlet.post(
        new PlainObject()
            .with("type", "importing")
            .with("stored", stored)
            .with("known", known)
            .with("refused", refused));
  }

  /** The relay holds fewer entries than it did. */
  void rolledBack(long before, long now) {
    outlet.post(
        new PlainObject()
            .with("type", "rollback")
            .with("before", (double) before)
            .with("now", (double) now));
  }

  /** What several relays hold, beside each other. */
  void relaysCompared(JSObject message) {
    relays = message;
    outlet.post(new PlainObject(message));
  }

  boolean refused(List<Refusal> some) {
    return refusals.tell(some);
  }

  void forked(ForkProof proof) {
    outlet.post(
        new PlainObject()
            .with("type", "fork")
            .with("author", proof.logKey().author().toString())
            .with("logId", proof.logKey().logId().toString())
            .with("seqNum", proof.seqNum().toString()));
  }

  /** How the messages name an action. */
  static String word(Action action) {
    return switch (action) {
      case CREATE -> "create";
      case UPDATE -> "update";
      case DELETE -> "delete";
    };
  }
}
