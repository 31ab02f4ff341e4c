package bambusa.replication;

import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.ingest.BatchIngest;
import bambusa.ingest.Decision;
import bambusa.ingest.DecodedEntry;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.EntryDecoding;
import bambusa.ingest.EntryVerifier;
import bambusa.ingest.ForkProof;
import bambusa.ingest.IngestResult;
import bambusa.ingest.IngestResult.Rejected;
import bambusa.ingest.LogFact;
import bambusa.ingest.MemoryStore;
import bambusa.ingest.ParkedEntries;
import bambusa.ingest.Reason;
import bambusa.ingest.SignatureJudge;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.EntryDecoder;
import bambusa.log.LogKey;
import bambusa.log.MalformedEntryException;
import bambusa.log.SeqNum;
import bambusa.operation.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A whole node in memory: a store that can be rolled back to its last durable point, the ingest
 * gate before it, parking, cursors. It decides with the real core; only the disk is played.
 */
public final class MemoryNode implements Replica {

  private static final long MAX_PARKED_BYTES = 10_000_000;

  private final TargetSet target;
  private final EntryVerifier verifier;
  private final int maxParked;
  private final EntryDecoding decoding = new EntryDecoding();
  private final EntryDecoder entryDecoder = new EntryDecoder();
  private final List<Write> journal = new ArrayList<>();
  private final Map<String, String> cursors = new HashMap<>();

  private int durable;
  private String storeId;
  private MemoryStore store = new MemoryStore();
  private ParkedEntries parked;
  private BatchIngest ingest;

  /** One change of the store; what is rolled back with it. */
  private sealed interface Write {
    record Decided(Decision decision) implements Write {}

    record Read(Step.SavedCursor cursor) implements Write {}
  }

  /** A node with an empty store. */
  public MemoryNode(String storeId, TargetSet target, SignatureJudge judge, int maxParked) {
    this.storeId = storeId;
    this.target = target;
    this.verifier = new EntryVerifier(judge);
    this.maxParked = maxParked;
    this.parked = new ParkedEntries(maxParked, MAX_PARKED_BYTES);
    this.ingest = new BatchIngest(store, this::write, parked);
  }

  /** Ingests what a session wants stored, in one transaction with its cursor. */
  public Step.Outcome ingest(Step.Batch batch) {
    int refusedProofs = 0;
    for (FeedPage.EncodedForkProof encoded : batch.forkProofs()) {
      Optional<ForkProof> proof = proof(encoded);
      proof.ifPresent(ingest::ingest);
      refusedProofs += proof.isPresent() ? 0 : 1;
    }
    List<IngestResult> results = entries(batch.entries(), batch.asked());
    Step.SavedCursor cursor = batch.cursor();
    if (cursor != null && ingest.hasStoredAll(target)) {
      write(new Write.Read(cursor));
    }
    ingest.committed();
    return Step.Outcome.of(batch, results, refusedProofs);
  }

  private Optional<ForkProof> proof(FeedPage.EncodedForkProof encoded) {
    try {
      return verifier.verifyProof(
          entryDecoder.decode(encoded.first()), entryDecoder.decode(encoded.second()));
    } catch (MalformedEntryException e) {
      return Optional.empty();
    }
  }

  private List<IngestResult> entries(List<EncodedEntryAndOperation> entries, DocumentChoice asked) {
    List<IngestResult> results = new ArrayList<>();
    List<DecodedEntry> decoded = new ArrayList<>();
    for (EncodedEntryAndOperation encoded : entries) {
      EntryDecoding.Outcome outcome = decoding.decode(encoded);
      if (outcome instanceof EntryDecoding.Outcome.Refused refused) {
        results.add(new Rejected(refused.reason(), refused.detail()));
      } else {
        results.add(new Rejected(Reason.INVALID_SIGNATURE, "signature does not hold"));
        decoded.add(((EntryDecoding.Outcome.Decoded) outcome).entry());
      }
    }
    List<VerifiedEntry> verified = new ArrayList<>();
    for (VerifiedEntry entry : verifier.verify(decoded)) {
      if (entry != null) {
        verified.add(entry);
      }
    }
    List<IngestResult> decided = ingest.ingest(verified, asked);
    for (int i = 0; i < verified.size(); i++) {
      int at = indexOf(verified.get(i), entries);
      results.set(at, decided.get(i));
    }
    return results;
  }

  private static int indexOf(VerifiedEntry entry, List<EncodedEntryAndOperation> entries) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).entry().equals(entry.entry().encoded())
          && entry.decoded().encodedOperation().equals(entries.get(i).operation())) {
        return i;
      }
    }
    throw new IllegalStateException("not in the batch: " + entry.entry());
  }

  /** Ingests what an author publishes; it is durable before it is acknowledged. */
  public IngestResult publish(VerifiedEntry entry) {
    Decision decision = ingest.publish(entry, DocumentChoice.EVERYTHING);
    ingest.committed();
    makeDurable();
    return decision.results().get(0);
  }

  private void write(Decision decision) {
    write(new Write.Decided(decision));
  }

  private void write(Write write) {
    journal.add(write);
    apply(write);
  }

  private void apply(Write write) {
    if (write instanceof Write.Decided decided) {
      store.write(decided.decision());
    } else if (write instanceof Write.Read read) {
      cursors.put(read.cursor().peerStoreId(), read.cursor().cursor());
    }
  }

  /** Everything written so far survives from now on. */
  public void makeDurable() {
    durable = journal.size();
  }

  /** How many of the last writes a crash without power would take. */
  public int writesAtRisk() {
    return journal.size() - durable;
  }

  /** Stops and starts again: what was parked is gone. */
  public void restart() {
    parked = new ParkedEntries(maxParked, MAX_PARKED_BYTES);
    ingest = new BatchIngest(store, this::write, parked);
  }

  /** Starts again from the last durable point. */
  public void restartWithoutLastWrites() {
    journal.subList(durable, journal.size()).clear();
    store = new MemoryStore();
    cursors.clear();
    journal.forEach(this::apply);
    restart();
  }

  /** What a store must do that lost what it may have told others of. */
  public void renew(String newStoreId) {
    storeId = newStoreId;
  }

  /** The answers of this node as a peer. */
  public MemoryAnswers answers() {
    return new MemoryAnswers(storeId, store);
  }

  public MemoryStore store() {
    return store;
  }

  public TargetSet target() {
    return target;
  }

  public int parkedCount() {
    return parked.size();
  }

  @Override
  public String storeId() {
    return storeId;
  }

  @Override
  public Optional<String> cursor(String peerStoreId) {
    return Optional.ofNullable(cursors.get(peerStoreId));
  }

  @Override
  public LogIndex logIndex() {
    return answers().logIndex(target);
  }

  @Override
  public long height(LogKey log) {
    return store.log(log).height();
  }

  @Override
  public Optional<Hash> hash(LogKey log, long seqNum) {
    return Optional.ofNullable(store.hashAt(log, new SeqNum(seqNum)));
  }

  @Override
  public long end(LogKey log) {
    ForkProof fork = store.log(log).fork();
    return fork == null ? -1 : fork.seqNum().value() - 1;
  }

  @Override
  public List<Hash> missing(int limit, Set<Hash> inVain) {
    Set<Hash> missing = new LinkedHashSet<>(belowForks());
    missing.addAll(new WantedSchemas(target).missing(this::operation));
    missing.addAll(parked.missing(Integer.MAX_VALUE));
    missing.removeAll(inVain);
    return missing.stream().limit(limit).toList();
  }

  private @Nullable Operation operation(Hash operationId) {
    MemoryStore.Stored stored = store.find(operationId);
    return stored == null ? null : stored.entry().operation();
  }

  /** Where a proof stands on another entry than ours, the log was forked below. */
  private List<Hash> belowForks() {
    List<Hash> below = new ArrayList<>();
    for (Map.Entry<LogKey, LogFact> log : store.logs().entrySet()) {
      ForkProof proof = log.getValue().fork();
      long before = end(log.getKey());
      if (proof == null || before == 0 || log.getValue().height() != before) {
        continue;
      }
      Hash held = store.hashAt(log.getKey(), new SeqNum(before));
      for (Hash backlink :
          List.of(
              proof.first().backlink().orElseThrow(), proof.second().backlink().orElseThrow())) {
        if (!backlink.equals(held)) {
          below.add(backlink);
        }
      }
    }
    return below;
  }

  @Override
  public long evicted() {
    return parked.evicted();
  }

  @Override
  public Set<PublicKey> authors() {
    Set<PublicKey> authors = new TreeSet<>();
    store.logs().keySet().forEach(log -> authors.add(log.author()));
    return authors;
  }
}
