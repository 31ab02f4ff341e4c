package bambusa.relay.graphql;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.ingest.DecodedEntry;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.EntryDecoding;
import bambusa.ingest.EntryVerifier;
import bambusa.ingest.ForkProof;
import bambusa.ingest.IngestResult;
import bambusa.ingest.LogFact;
import bambusa.ingest.MemoryStore;
import bambusa.ingest.NextArgs;
import bambusa.ingest.Reason;
import bambusa.ingest.Verified;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.CertificatePool;
import bambusa.log.EncodedEntry;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.log.SeqNum;
import bambusa.operation.DocumentViewId;
import bambusa.operation.SchemaId;
import bambusa.relay.ingest.EntryPublisher;
import bambusa.relay.ingest.PublishResult;
import bambusa.relay.storage.EntryReader;
import bambusa.relay.storage.FeedPage;
import bambusa.relay.storage.ForkProofsPage;
import bambusa.relay.storage.LogHeight;
import bambusa.relay.storage.LogHeightsPage;
import bambusa.relay.storage.LogState;
import bambusa.relay.storage.LogWindow;
import bambusa.relay.storage.LogWindowsPage;
import bambusa.relay.storage.NextArgsAnswer;
import bambusa.relay.storage.PageLimits;
import bambusa.relay.storage.ReplicationCursor;
import bambusa.relay.storage.StoreCounts;
import bambusa.relay.storage.StoreId;
import bambusa.relay.storage.StoredEntry;
import bambusa.relay.storage.Usage;
import bambusa.replication.TargetSet;
import bambusa.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory behind the interfaces that the engine knows, for vectors whose schemas no store
 * could learn: their definitions are not recorded. Entries go through the real gate.
 */
final class MemoryRelay implements EntryReader, EntryPublisher {

  private final StoreId storeId;
  private final MemoryStore gate = new MemoryStore();
  private final List<StoredEntry> arrived = new ArrayList<>();
  private final List<ForkProof> proofs = new ArrayList<>();
  private final Map<LogKey, DocumentFact> documents = new HashMap<>();
  private int readCalls;

  MemoryRelay(int id) {
    try {
      byte[] bytes = new byte[StoreId.SIZE];
      bytes[0] = (byte) id;
      storeId = StoreId.fromBytes(bytes);
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  void know(Schema schema) {
    gate.know(schema);
  }

  /** Calls of {@link #certificatePool} and {@link #entryAt} so far. */
  int singleReads() {
    return readCalls;
  }

  @Override
  public synchronized CompletableFuture<PublishResult> publish(EncodedEntryAndOperation encoded) {
    EntryDecoding.Outcome decoded = new EntryDecoding().decode(encoded);
    if (decoded instanceof EntryDecoding.Outcome.Refused refused) {
      return refuse(refused.reason(), refused.detail());
    }
    DecodedEntry entry = ((EntryDecoding.Outcome.Decoded) decoded).entry();
    VerifiedEntry verified = new EntryVerifier(Verified.ONE_BY_ONE).verify(List.of(entry)).get(0);
    if (verified == null) {
      return refuse(Reason.INVALID_SIGNATURE, "signature invalid");
    }
    IngestResult result = gate.publish(verified, DocumentChoice.EVERYTHING);
    if (result instanceof IngestResult.Rejected rejected) {
      return refuse(rejected.reason(), rejected.detail());
    }
    if (result instanceof IngestResult.Forked forked) {
      proofs.add(forked.proof());
      return refuse(Reason.LOG_ENDED, forked.detail());
    }
    keep(verified);
    return CompletableFuture.completedFuture(
        new PublishResult.Stored(continued(verified.entry().logKey())));
  }

  private static CompletableFuture<PublishResult> refuse(Reason reason, String detail) {
    return CompletableFuture.completedFuture(new PublishResult.Refused(reason, detail));
  }

  private void keep(VerifiedEntry verified) {
    LogPosition position = verified.entry().position();
    arrived.add(
        new StoredEntry(
            position,
            new EncodedEntryAndOperation(
                verified.entry().encoded(), verified.decoded().encodedOperation())));
    documents.put(position.log(), gate.log(position.log()).document());
  }

  private NextArgs continued(LogKey log) {
    SeqNum height = new SeqNum(gate.log(log).height());
    Hash newest = gate.hashAt(log, height);
    Hash skiplink =
        NextArgs.skiplinkTarget(height).map(target -> gate.hashAt(log, target)).orElse(null);
    return NextArgs.after(log.logId(), height, newest, skiplink);
  }

  @Override
  public StoreId storeId() {
    return storeId;
  }

  @Override
  public StoreCounts counts() {
    long authors = documents.keySet().stream().map(LogKey::author).distinct().count();
    return new StoreCounts(kept(log -> true).size(), documents.size(), authors);
  }

  @Override
  public List<SchemaId> schemaIds() {
    return documents.values().stream().map(DocumentFact::schemaId).distinct().sorted().toList();
  }

  private synchronized List<StoredEntry> kept(Predicate<LogPosition> wanted) {
    return arrived.stream()
        .filter(entry -> wanted.test(entry.position()))
        .filter(entry -> !beyond(entry.position()))
        .toList();
  }

  private boolean beyond(LogPosition position) {
    LogFact log = gate.log(position.log());
    return Long.compareUnsigned(position.seqNum().value(), log.height()) > 0;
  }

  @Override
  public Optional<StoredEntry> entryByHash(Hash hash) {
    return arrived.stream()
        .filter(entry -> Hash.of(entry.encoded().entry().bytes()).equals(hash))
        .findFirst();
  }

  @Override
  public Optional<StoredEntry> entryAt(LogPosition position) {
    readCalls++;
    return kept(position::equals).stream().findFirst();
  }

  @Override
  public List<EncodedEntry> certificatePool(LogPosition position) {
    readCalls++;
    List<EncodedEntry> pool = new ArrayList<>();
    for (SeqNum seqNum : CertificatePool.backPath(position.seqNum())) {
      kept(new LogPosition(position.log(), seqNum)::equals)
          .forEach(entry -> pool.add(entry.encoded().entry()));
    }
    return pool;
  }

  @Override
  public List<StoredEntry> entriesNewerThan(LogKey log, @Nullable SeqNum newerThan, int first) {
    return kept(at -> at.log().equals(log) && newer(at, newerThan)).stream()
        .sorted(Comparator.comparing(StoredEntry::position))
        .limit(first)
        .toList();
  }

  private static boolean newer(LogPosition at, @Nullable SeqNum than) {
    return than == null || at.seqNum().compareTo(than) > 0;
  }

  @Override
  public FeedPage entriesSince(
      @Nullable ReplicationCursor after, TargetSet target, PageLimits limits) {
    boolean reset = after != null && !after.storeId().equals(storeId);
    long start = after == null || reset ? 0 : after.arrival();
    List<EncodedEntryAndOperation> page = new ArrayList<>();
    long end = start;
    long remaining = 0;
    for (long i = start; i < arrived.size(); i++) {
      StoredEntry entry = arrived.get((int) i);
      boolean wanted =
          target.includes(documents.get(entry.position().log())) && !beyond(entry.position());
      if (wanted && page.size() == limits.first()) {
        remaining++;
      } else if (remaining == 0) {
        end = i + 1;
        if (wanted) {
          page.add(entry.encoded());
        }
      }
    }
    return new FeedPage(
        page, proofs, new ReplicationCursor(storeId, end), remaining > 0, reset, remaining);
  }

  @Override
  public LogHeightsPage logHeights(@Nullable ReplicationCursor after, TargetSet target, int first) {
    List<LogHeight> heights = new ArrayList<>();
    documents.forEach(
        (log, document) -> {
          if (target.includes(document) && gate.log(log).height() != 0) {
            heights.add(new LogHeight(log, new SeqNum(gate.log(log).height())));
          }
        });
    heights.sort(Comparator.comparing(LogHeight::log));
    List<LogHeight> page = heights.subList(0, Math.min(first, heights.size()));
    return new LogHeightsPage(
        page,
        List.of(),
        new ReplicationCursor(storeId, arrived.size()),
        page.size() < heights.size(),
        false);
  }

  @Override
  public LogWindowsPage entriesFromLogs(List<LogWindow> logs, PageLimits limits) {
    List<StoredEntry> wanted =
        kept(
            at ->
                logs.stream()
                    .anyMatch(
                        window -> window.log().equals(at.log()) && newer(at, window.newerThan())));
    List<EncodedEntryAndOperation> page =
        wanted.stream().limit(limits.first()).map(StoredEntry::encoded).toList();
    return new LogWindowsPage(page, page.size() == wanted.size());
  }

  @Override
  public ForkProofsPage forkProofs(@Nullable ReplicationCursor after, TargetSet target, int first) {
    return new ForkProofsPage(proofs, new ReplicationCursor(storeId, arrived.size()), false);
  }

  @Override
  public Usage usageOfAuthor(PublicKey author) {
    throw new UnsupportedOperationException("no quotas here");
  }

  @Override
  public Usage usageOfOwner(PublicKey owner) {
    throw new UnsupportedOperationException("no quotas here");
  }

  @Override
  public Usage usageOfSchema(SchemaId schemaId) {
    throw new UnsupportedOperationException("no quotas here");
  }

  @Override
  public LogState logState(LogKey log) {
    LogFact fact = gate.log(log);
    return new LogState(fact.height(), fact.fork() == null ? -1 : fact.fork().seqNum().value() - 1);
  }

  @Override
  public List<Hash> belowForks() {
    return List.of();
  }

  @Override
  public NextArgsAnswer nextArgs(PublicKey author, @Nullable DocumentViewId viewId) {
    if (viewId == null) {
      return new NextArgsAnswer.Found(newLog(author));
    }
    DocumentFact document = null;
    for (Hash operationId : viewId.operationIds()) {
      Optional<StoredEntry> entry = entryByHash(operationId);
      if (entry.isEmpty()) {
        return new NextArgsAnswer.OperationNotFound(operationId);
      }
      document = documents.get(entry.get().position().log());
    }
    for (Map.Entry<LogKey, DocumentFact> log : documents.entrySet()) {
      if (log.getKey().author().equals(author) && log.getValue().equals(document)) {
        return new NextArgsAnswer.Found(continued(log.getKey()));
      }
    }
    return new NextArgsAnswer.Found(newLog(author));
  }

  private NextArgs newLog(PublicKey author) {
    OptionalLong highest =
        documents.keySet().stream()
            .filter(log -> log.author().equals(author))
            .mapToLong(log -> log.logId().value())
            .max();
    return NextArgs.newLog(highest).orElseThrow();
  }
}
