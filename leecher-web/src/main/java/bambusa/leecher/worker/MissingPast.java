package bambusa.leecher.worker;

import bambusa.crypto.Hash;
import bambusa.ingest.DecodedEntry;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.VerifiedEntry;
import bambusa.leecher.store.LeecherStore;
import bambusa.leecher.store.StoredFacts;
import bambusa.leecher.store.StoredLog;
import bambusa.log.LogKey;
import bambusa.log.SeqNum;
import bambusa.operation.SchemaId;
import bambusa.replication.EntriesReader.EntriesFromLogs;
import bambusa.replication.FeedQuery.LogPart;
import bambusa.schema.SchemaResolution;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what the feed does not bring but what it brings stands on (replication.md 4 and 7):
 * definitions of schemas, operations of other logs, operations behind a fork. First by hash; where
 * an entry turns out to be further on in its log, the log from where we hold it.
 */
final class MissingPast {

  private static final int HASHES_AT_ONCE = 16;
  private static final int LOGS_AT_ONCE = 50;

  /** A schema takes three rounds; each operation behind a fork takes one for each it stands on. */
  private static final int MAX_ROUNDS = 32;

  private final Relay relay;
  private final Gate gate;
  private final LeecherStore store;
  private final DocumentChoice asked;
  private final Writer writer;
  private final StoredFacts facts;
  private final Set<Hash> askedHashes = new HashSet<>();

  /** Decides and stores a batch that was asked for, and waits until it is stored. */
  interface Writer {
    Gate.Outcome write(Batch batch, DocumentChoice choice);
  }

  MissingPast(Relay relay, Gate gate, LeecherStore store, DocumentChoice asked, Writer writer) {
    this.relay = relay;
    this.gate = gate;
    this.store = store;
    this.asked = asked;
    this.writer = writer;
    this.facts = new StoredFacts(store);
  }

  /** Whether what parked entries wait for was all asked for once. */
  boolean isExhausted() {
    return unasked(gate.missing(HASHES_AT_ONCE)).isEmpty();
  }

  /** Asks for what parked entries wait for, as long as that leads to more. */
  void fetch() throws RelayException {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      List<Hash> missing = unasked(gate.missing(HASHES_AT_ONCE));
      if (missing.isEmpty()) {
        return;
      }
      fetchByHash(missing);
    }
  }

  /** Asks for the definition of a schema; if the relay has none, entries of it will be parked. */
  void fetchSchema(SchemaId schemaId) throws RelayException {
    for (int round = 0; round < MAX_ROUNDS && store.schema(schemaId) == null; round++) {
      SchemaResolution resolution = facts.resolve(schemaId);
      if (resolution instanceof SchemaResolution.Resolved resolved) {
        store.remember(resolved.schema());
        return;
      }
      if (!(resolution instanceof SchemaResolution.Missing missing)) {
        return;
      }
      List<Hash> wanted = unasked(new ArrayList<>(missing.operationIds()));
      if (wanted.isEmpty()) {
        return;
      }
      fetchByHash(wanted);
    }
  }

  /** Asks for logs from where we hold them; those in which nothing is missing any more. */
  List<LogKey> fetchLogs(List<LogKey> logs) throws RelayException {
    List<LogKey> filled = new ArrayList<>();
    for (int start = 0; start < logs.size(); start += LOGS_AT_ONCE) {
      List<LogKey> some = logs.subList(start, Math.min(logs.size(), start + LOGS_AT_ONCE));
      filled.addAll(fetchSome(some));
    }
    return filled;
  }

  private List<LogKey> fetchSome(List<LogKey> logs) throws RelayException {
    Set<LogKey> open = new LinkedHashSet<>();
    for (LogKey log : logs) {
      open.add(log);
    }
    boolean complete = false;
    boolean progress = true;
    while (!complete && progress && !open.isEmpty()) {
      List<LogPart> parts = new ArrayList<>();
      open.forEach(log -> parts.add(new LogPart(log, height(log))));
      EntriesFromLogs answer = relay.entriesFromLogs(parts);
      complete = answer.complete();
      Batch batch = gate.begin(answer.entries(), List.of(), schemaId -> true);
      batch.awaitVerified();
      removeUnasked(batch, entry -> open.contains(entry.entry().logKey()));
      Gate.Outcome outcome = writer.write(batch, this::isAskedOrDefines);
      open.removeIf(log -> outcome.parkedLogs.contains(log) || !gate.isFollowed(log));
      progress = !outcome.accepted.isEmpty();
    }
    return complete ? List.copyOf(open) : List.of();
  }

  private @Nullable SeqNum height(LogKey key) {
    StoredLog log = store.directory().log(key);
    return log == null || log.height() == 0 ? null : new SeqNum(log.height());
  }

  private List<Hash> unasked(List<Hash> hashes) {
    List<Hash> unasked = new ArrayList<>();
    for (Hash hash : hashes) {
      if (!askedHashes.contains(hash)) {
        unasked.add(hash);
      }
    }
    return unasked;
  }

  /**
   * Operations behind a fork are only taken together with a kept entry that needs them, so what is
   * fetched is decided with what waits for it, and what it stands on in turn is fetched before.
   */
  private void fetchByHash(List<Hash> hashes) throws RelayException {
    List<EncodedEntryAndOperation> fetched = new ArrayList<>();
    List<Hash> wanted = hashes;
    List<VerifiedEntry> waiting = new ArrayList<>();
    Set<LogKey> logs = new LinkedHashSet<>();
    for (int round = 0; round < MAX_ROUNDS && !wanted.isEmpty(); round++) {
      for (Hash hash : wanted) {
        askedHashes.add(hash);
      }
      List<EncodedEntryAndOperation> found = relay.entriesByHash(wanted);
      List<Hash> wantedNow = wanted;
      Batch batch = gate.begin(found, List.of(), schemaId -> true);
      batch.awaitVerified();
      removeUnasked(batch, entry -> wantedNow.contains(entry.hash()));
      // What was found last is stood on by what was found before.
      fetched.addAll(0, found);
      wanted = new ArrayList<>();
      for (VerifiedEntry entry : batch.verified) {
        if (isBehindFork(entry)) {
          wanted.addAll(unasked(unknownPrevious(entry)));
        } else if (isBehindGap(entry)) {
          logs.add(entry.entry().logKey());
        }
        waiting.add(entry);
      }
      if (wanted.size() > HASHES_AT_ONCE) {
        wanted = wanted.subList(0, HASHES_AT_ONCE);
      }
    }
    Batch all = gate.begin(fetched, List.of(), schemaId -> true);
    all.awaitVerified();
    removeUnasked(all, entry -> askedHashes.contains(entry.hash()));
    List<Hash> arrived = new ArrayList<>();
    waiting.forEach(entry -> arrived.add(entry.hash()));
    all.verified.addAll(gate.waitingFor(arrived));
    writer.write(all, this::isAskedOrDefines);
    if (!logs.isEmpty()) {
      fetchLogs(new ArrayList<>(logs));
    }
  }

  private boolean isBehindFork(VerifiedEntry entry) {
    StoredLog log = store.directory().log(entry.entry().logKey());
    return log != null
        && log.fork() != null
        && log.fork().seqNum().compareTo(entry.entry().seqNum()) <= 0;
  }

  private boolean isBehindGap(VerifiedEntry entry) {
    StoredLog log = store.directory().log(entry.entry().logKey());
    long height = log == null ? 0 : log.height();
    return Long.compareUnsigned(entry.entry().seqNum().value(), height + 1) > 0;
  }

  private List<Hash> unknownPrevious(VerifiedEntry entry) {
    List<Hash> unknown = new ArrayList<>();
    entry
        .operation()
        .previous()
        .ifPresent(
            previous -> {
              for (Hash hash : previous.operationIds()) {
                if (store.directory().operation(hash) == null) {
                  unknown.add(hash);
                }
              }
            });
    return unknown;
  }

  /** Which entries were asked for. */
  private interface EntryChoice {
    boolean includes(DecodedEntry entry);
  }

  private static void removeUnasked(Batch batch, EntryChoice choice) {
    batch.verified.removeIf(
        entry -> {
          boolean unasked = !choice.includes(entry.decoded());
          if (unasked) {
            batch.refusals.add(
                new Refusal(
                    null,
                    entry.hash(),
                    "NOT_ASKED_FOR",
                    "neither its hash nor its log was asked for"));
          }
          return unasked;
        });
  }

  /** Definitions of schemas are asked for whatever the target set says. */
  boolean isAskedOrDefines(DocumentFact document) {
    return asked.includes(document) || defines(document.schemaId());
  }

  static boolean defines(SchemaId schemaId) {
    return schemaId.equals(SchemaId.SCHEMA_DEFINITION)
        || schemaId.equals(SchemaId.SCHEMA_FIELD_DEFINITION);
  }
}
