package bambusa.leecher.worker;

import bambusa.crypto.Hash;
import bambusa.ingest.DocumentFact;
import bambusa.leecher.js.OtherRelays;
import bambusa.leecher.js.Promises;
import bambusa.leecher.js.WorkerParts;
import bambusa.leecher.store.Directory;
import bambusa.leecher.store.StoredLog;
import bambusa.log.LogKey;
import bambusa.operation.SchemaId;
import bambusa.replication.FeedQuery;
import bambusa.replication.TargetSet;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSString;

/**
 * All relays of a page beside each other, as long as it wants the same of them: whichever is
 * followed, what another has comes too, and who holds less than is stored is named.
 */
final class Comparison {

  private static final int MIN_RELAYS = 2;

  private final OtherRelays relays;
  private final TargetSet target;
  private @Nullable Directory stored;

  private Comparison(WorkerParts parts, Settings wanted, PageNews news) {
    target = wanted.target();
    JSArray<JSString> addresses = new JSArray<>();
    for (String relay : wanted.relays()) {
      addresses.push(JSString.valueOf(relay));
    }
    relays =
        parts.compare(
            addresses,
            FeedQuery.entriesSince(null, target, 1, 0),
            this::heights,
            news::relaysCompared);
  }

  /** Null where there is nothing to compare. */
  static @Nullable Comparison of(WorkerParts parts, Settings wanted, PageNews news) {
    return wanted.relays().size() < MIN_RELAYS ? null : new Comparison(parts, wanted, news);
  }

  /** What is compared with. */
  void with(Directory directory) {
    stored = directory;
  }

  /** The relay that is followed has caught up. */
  void begin() {
    relays.begin();
  }

  /** Has the others asked for what the relay that is followed does not give. */
  void want(List<Hash> hashes, Collection<LogKey> logs) {
    JSArray<JSString> wantedHashes = new JSArray<>();
    for (Hash hash : hashes) {
      wantedHashes.push(JSString.valueOf(hash.toString()));
    }
    JSArray<JSString> wantedLogs = new JSArray<>();
    for (LogKey log : logs) {
      wantedLogs.push(JSString.valueOf(log.toString()));
    }
    relays.want(wantedHashes, wantedLogs);
  }

  /** Waits for something to take in, or until the other is settled; then null. */
  @Nullable JSObject awaitStep(JSPromise<JSObject> other) {
    Promises.awaitEither(other, relays.ready());
    return relays.take();
  }

  void stop() {
    relays.stop();
  }

  /** As {@code relays.js} reads it. */
  private String heights() {
    StringBuilder lines = new StringBuilder();
    Directory directory = stored;
    @Nullable SchemaId last = null;
    for (int i = 0; directory != null && i < directory.documentCount(); i++) {
      DocumentFact document = directory.document(i);
      if (!target.includes(document)) {
        continue;
      }
      if (last == null || !last.equals(document.schemaId())) {
        last = document.schemaId();
        lines.append('#').append(last.toString()).append('\n');
      }
      for (StoredLog log : directory.logsOf(document)) {
        lines.append(log.key().toString()).append(':').append(log.height());
        lines.append(log.fork() == null ? "\n" : "!\n");
      }
    }
    return lines.toString();
  }
}
