package bambusa.leecher.worker;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.ingest.AcceptedEntry;
import bambusa.ingest.Decision;
import bambusa.ingest.DecodedEntry;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.EntryDecoding;
import bambusa.ingest.EntryVerifier;
import bambusa.ingest.Fork;
import bambusa.ingest.ForkProof;
import bambusa.ingest.Ingest;
import bambusa.ingest.IngestResult;
import bambusa.ingest.ParkingPool;
import bambusa.ingest.Reason;
import bambusa.ingest.SignatureJudge;
import bambusa.ingest.VerifiedEntry;
import bambusa.leecher.store.LeecherStore;
import bambusa.leecher.store.PageWrite;
import bambusa.leecher.store.StoredFacts;
import bambusa.leecher.store.StoredLog;
import bambusa.log.EntryDecoder;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.log.SeqNum;
import bambusa.operation.SchemaId;
import bambusa.replication.FeedPage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The gate of replication.md 6 as one session with a relay passes it: decode → verify → need → load
 * → decide. Entries whose past is missing wait here; a log of which an entry was refused is
 * followed up to that one only in this session.
 */
final class Gate {

  private static final int MAX_PARKED = 20_000;
  private static final long MAX_PARKED_BYTES = 64 << 20;

  /** Proofs of forks of logs that nothing is held of: anybody can make endless ones of his own. */
  private static final int MAX_FORKS_OF_UNKNOWN_LOGS = 10_000;

  private final LeecherStore store;
  private final StoredFacts facts;
  private final EntryDecoding decoding = new EntryDecoding();
  private final EntryDecoder entryDecoder = new EntryDecoder();
  private final EntryVerifier verifier;
  private final ParkingPool parked = new ParkingPool(MAX_PARKED, MAX_PARKED_BYTES);

  /** The first entry of a log that was refused. */
  private final Map<LogKey, SeqNum> refusedFrom = new HashMap<>();

  Gate(LeecherStore store, SignatureJudge judge) {
    this.store = store;
    this.facts = new StoredFacts(store);
    this.verifier = new EntryVerifier(judge);
  }

  /** What came of a batch. */
  static final class Outcome {
    final List<AcceptedEntry> accepted = new ArrayList<>();
    final List<Fork> forks = new ArrayList<>();
    final List<Refusal> refusals = new ArrayList<>();
    final Set<LogKey> parkedLogs = new HashSet<>();
    int known;
  }

  /** Which schemas were asked for; the rest of the target set takes a decision. */
  interface WantedSchemas {
    boolean isWanted(SchemaId schemaId);
  }

  /** Steps 1 and 2: decodes at once, and verifies beside whatever comes next. */
  Batch begin(
      List<EncodedEntryAndOperation> entries,
      List<FeedPage.EncodedForkProof> encodedProofs,
      WantedSchemas wantedSchemas) {
    Batch batch = new Batch(encodedProofs);
    for (EncodedEntryAndOperation encoded : entries) {
      EntryDecoding.Outcome outcome = decoding.decode(encoded);
      if (outcome instanceof EntryDecoding.Outcome.Decoded decoded) {
        decoded(decoded.entry(), batch, wantedSchemas);
      } else {
        batch.refusals.add(refusal(encoded, (EntryDecoding.Outcome.Refused) outcome));
      }
    }
    batch.startVerification(() -> verify(batch));
    return batch;
  }

  private void decoded(DecodedEntry entry, Batch batch, WantedSchemas wantedSchemas) {
    SchemaId schemaId = entry.operation().schemaId();
    if (store.directory().operation(entry.hash()) != null) {
      // The same bytes were verified before.
      batch.known++;
    } else if (!wantedSchemas.isWanted(schemaId)) {
      // Or it would wait for a schema that nobody asks for.
      batch.refusals.add(
          new Refusal(
              entry.entry().position(),
              entry.hash(),
              Reason.NOT_ASKED_FOR.name(),
              "schema " + schemaId + " was not asked for"));
    } else {
      batch.decoded.add(entry);
    }
  }

  private Refusal refusal(EncodedEntryAndOperation encoded, EntryDecoding.Outcome.Refused refused) {
    @Nullable LogPosition position = null;
    try {
      position = entryDecoder.decode(encoded.entry()).position();
    } catch (MalformedException e) {
      // Then nobody knows where it belongs; the refusal says so by its reason.
      position = null;
    }
    return new Refusal(
        position, Hash.of(encoded.entry().bytes()), refused.reason().name(), refused.detail());
  }

  private void verify(Batch batch) {
    List<VerifiedEntry> verified = verifier.verify(batch.decoded);
    for (int i = 0; i < verified.size(); i++) {
      @Nullable VerifiedEntry entry = verified.get(i);
      if (entry != null) {
        batch.verified.add(entry);
      } else {
        DecodedEntry invalid = batch.decoded.get(i);
        batch.refusals.add(
            new Refusal(
                invalid.entry().position(),
                invalid.hash(),
                Reason.INVALID_SIGNATURE.name(),
                "the signature does not hold for the author's key"));
      }
    }
    for (FeedPage.EncodedForkProof encoded : batch.encodedProofs) {
      verifyProof(encoded, batch);
    }
  }

  private void verifyProof(FeedPage.EncodedForkProof encoded, Batch batch) {
    try {
      verifier
          .verifyProof(entryDecoder.decode(encoded.first()), entryDecoder.decode(encoded.second()))
          .ifPresentOrElse(batch.proofs::add, () -> batch.refusals.add(refusedProof(encoded)));
    } catch (MalformedException e) {
      batch.refusals.add(refusedProof(encoded));
    }
  }

  private static Refusal refusedProof(FeedPage.EncodedForkProof encoded) {
    return new Refusal(
        null,
        Hash.of(encoded.first().bytes()),
        "NO_FORK_PROOF",
        "two entries that were passed on as proof of a fork do not prove one");
  }

  /** Steps 3 and 4, once the batch is verified; what is decided goes into the write. */
  Outcome decide(Batch batch, DocumentChoice asked, PageWrite write) {
    Outcome outcome = new Outcome();
    outcome.known = batch.known;
    for (Refusal refusal : batch.refusals) {
      refuse(refusal, outcome);
    }
    for (ForkProof proof : batch.proofs) {
      forkProven(proof, outcome, write);
    }
    decide(batch.verified, asked, outcome, write);
    return outcome;
  }

  private void forkProven(ForkProof proof, Outcome outcome, PageWrite write) {
    StoredLog log = store.directory().log(proof.logKey());
    if (log == null && store.directory().forkCount() > MAX_FORKS_OF_UNKNOWN_LOGS) {
      return;
    }
    Decision decision = Ingest.forkProven(proof, facts);
    write.decided(decision);
    outcome.forks.addAll(decision.forks());
  }

  private void decide(
      List<VerifiedEntry> entries, DocumentChoice asked, Outcome outcome, PageWrite write) {
    List<VerifiedEntry> open = followed(entries);
    while (!open.isEmpty()) {
      Decision decision = Ingest.replicated(open, asked, facts);
      write.decided(decision);
      outcome.accepted.addAll(decision.accepted());
      outcome.forks.addAll(decision.forks());
      Set<Hash> stored = new HashSet<>();
      decision.accepted().forEach(accepted -> stored.add(accepted.entry().hash()));
      for (int i = 0; i < decision.results().size(); i++) {
        if (!stored.contains(open.get(i).hash())) {
          notStored(open.get(i), decision.results().get(i), outcome);
        }
      }
      open = new ArrayList<>(decision.undecided());
      open.addAll(parked.arrived(stored));
      open = followed(open);
    }
  }

  /** Without what was refused and what is behind it; those logs are in gaps already. */
  private List<VerifiedEntry> followed(List<VerifiedEntry> entries) {
    if (refusedFrom.isEmpty()) {
      return entries;
    }
    List<VerifiedEntry> followed = new ArrayList<>(entries.size());
    for (VerifiedEntry entry : entries) {
      @Nullable SeqNum refused = refusedFrom.get(entry.entry().logKey());
      if (refused == null || entry.entry().seqNum().compareTo(refused) < 0) {
        followed.add(entry);
      }
    }
    return followed;
  }

  private void notStored(VerifiedEntry entry, IngestResult result, Outcome outcome) {
    if (result instanceof IngestResult.Parked waits) {
      parked.park(entry, waits.missing());
      outcome.parkedLogs.add(entry.entry().logKey());
    } else if (result instanceof IngestResult.Duplicate) {
      outcome.known++;
    } else if (result instanceof IngestResult.Rejected rejected) {
      refuse(
          new Refusal(
              entry.entry().position(), entry.hash(), rejected.reason().name(), rejected.detail()),
          outcome);
    }
  }

  /** Refused entries end this log's replication from this peer; the others go on. */
  private void refuse(Refusal refusal, Outcome outcome) {
    outcome.refusals.add(refusal);
    if (refusal.position() != null) {
      refusedFrom.merge(
          refusal.position().log(),
          refusal.position().seqNum(),
          (one, other) -> one.compareTo(other) <= 0 ? one : other);
    }
  }

  /** What parked entries wait for, oldest first. */
  List<Hash> missing(int limit) {
    return parked.missing(limit);
  }

  /** Takes out what waits for these, to be decided together with them. */
  List<VerifiedEntry> waitingFor(Iterable<Hash> hashes) {
    return parked.arrived(hashes);
  }

  boolean isFollowed(LogKey log) {
    return !refusedFrom.containsKey(log);
  }

  /** Whether nothing waits and nothing that waited was given up. */
  boolean nothingParked() {
    return parked.size() == 0 && parked.evicted() == 0;
  }
}
