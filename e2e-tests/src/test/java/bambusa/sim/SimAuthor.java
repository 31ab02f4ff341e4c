package bambusa.sim;

import bambusa.TestAuthor;
import bambusa.crypto.Hash;
import bambusa.ingest.IngestResult;
import bambusa.ingest.LogFact;
import bambusa.ingest.MemoryStore;
import bambusa.ingest.NextArgs;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.Entry;
import bambusa.log.EntryEncoder;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.log.SeqNum;
import bambusa.operation.DocumentId;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A client with a key. An honest one remembers what it signed and goes on only at a relay that
 * knows it; one that forks takes whatever next args a relay gives, as two devices with one key do.
 */
final class SimAuthor {

  private final TestAuthor key;
  private final boolean forks;
  private final Map<LogId, Hash> newest = new HashMap<>();
  private @Nullable Site lastRelay;

  SimAuthor(String name, boolean forks) {
    this.key = TestAuthor.named(name);
    this.forks = forks;
  }

  TestAuthor key() {
    return key;
  }

  boolean forks() {
    return forks;
  }

  /**
   * Publishes an operation at a relay.
   *
   * @param document null for a new one
   * @return empty when the author may not, or the relay does not accept it
   */
  Optional<VerifiedEntry> publish(
      Site relay, @Nullable DocumentId document, Operation operation, Tally tally) {
    NextArgs args = nextArgs(relay.node().store(), document);
    if (!forks && !agrees(args)) {
      return Optional.empty();
    }
    EntryEncoder.Place place =
        new EntryEncoder.Place(args.logId(), args.seqNum(), args.skiplink(), args.backlink());
    VerifiedEntry entry = new TestLog(key, args.logId().value()).sign(place, operation);
    if (!(relay.node().publish(entry) instanceof IngestResult.Accepted)) {
      return Optional.empty();
    }
    newest.put(args.logId(), entry.hash());
    if (lastRelay != null && !relay.equals(lastRelay)) {
      tally.happened(Fault.AUTHOR_CHANGED_RELAY);
    }
    lastRelay = relay;
    return Optional.of(entry);
  }

  /** Signs one more update for a log as a relay holds it, without publishing it there. */
  VerifiedEntry grow(MemoryStore store, LogKey log, Map<String, PlainValue> fields) {
    LogFact fact = store.log(log);
    NextArgs args = next(store, log, fact);
    EntryEncoder.Place place =
        new EntryEncoder.Place(args.logId(), args.seqNum(), args.skiplink(), args.backlink());
    DocumentViewId previous = DocumentViewId.of(Objects.requireNonNull(args.backlink()));
    SchemaId schema = Objects.requireNonNull(fact.document()).schemaId();
    Operation operation = Operation.update(schema, previous, fields);
    return new TestLog(key, log.logId().value()).sign(place, operation);
  }

  /** Another entry in the place of one that was signed before. */
  VerifiedEntry branchOf(VerifiedEntry signed, Operation operation) {
    Entry entry = signed.entry();
    EntryEncoder.Place place =
        new EntryEncoder.Place(
            entry.logId(),
            entry.seqNum(),
            entry.skiplink().orElse(null),
            entry.backlink().orElse(null));
    return new TestLog(key, entry.logId().value()).sign(place, operation);
  }

  /** Whether the relay knows all that was signed so far of the log to be continued. */
  private boolean agrees(NextArgs args) {
    Hash own = newest.get(args.logId());
    if (!args.seqNum().isFirst()) {
      return args.backlink() != null && args.backlink().equals(own);
    }
    return args.logId().value() == newest.size();
  }

  private NextArgs nextArgs(MemoryStore store, @Nullable DocumentId document) {
    OptionalLong highest = OptionalLong.empty();
    for (Map.Entry<LogKey, LogFact> log : store.logs().entrySet()) {
      if (!log.getKey().author().equals(key.publicKey())) {
        continue;
      }
      highest = OptionalLong.of(log.getKey().logId().value());
      LogFact fact = log.getValue();
      if (document != null
          && fact.fork() == null
          && fact.document() != null
          && fact.document().documentId().equals(document)) {
        return next(store, log.getKey(), fact);
      }
    }
    return NextArgs.newLog(highest).orElseThrow();
  }

  private static NextArgs next(MemoryStore store, LogKey log, LogFact fact) {
    SeqNum height = new SeqNum(fact.height());
    Hash backlink = store.hashAt(log, height);
    Hash skiplink =
        NextArgs.skiplinkTarget(height).map(target -> store.hashAt(log, target)).orElse(null);
    if (backlink == null) {
      throw new IllegalStateException("no entry " + log + "/" + height);
    }
    return NextArgs.after(log.logId(), height, backlink, skiplink);
  }
}
