package bambusa.replication;

import bambusa.crypto.Hash;
import bambusa.document.SchemaResolver;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.ForkProof;
import bambusa.ingest.LogFact;
import bambusa.ingest.MemoryStore;
import bambusa.ingest.MemoryStore.Stored;
import bambusa.ingest.Standing;
import bambusa.log.LogKey;
import bambusa.log.SeqNum;
import bambusa.operation.SchemaId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Answers every question of a replication session from a store in memory, as a relay does. */
public final class MemoryAnswers {

  private final String storeId;
  private final MemoryStore store;

  /** Serves what is in the store at the moment of each question. */
  public MemoryAnswers(String storeId, MemoryStore store) {
    this.storeId = storeId;
    this.store = store;
  }

  /** Where an asker's cursor leads here. */
  private record Start(long arrival, boolean reset) {}

  /** A log whose newest entry has an arrival index. */
  private record Grown(long arrival, LogHeight log) {}

  /** The answer as it is now, without waiting. */
  public Reply answer(Question question) {
    if (question instanceof Question.Node) {
      return new Reply.Node(new NodeInfo(storeId, 1, null, store.entryCount(), 1_000, 60));
    }
    if (question instanceof Question.Feed feed) {
      return feed(feed);
    }
    if (question instanceof Question.Heights heights) {
      return heights(heights);
    }
    if (question instanceof Question.Proofs proofs) {
      return proofs(proofs);
    }
    if (question instanceof Question.Ranges ranges) {
      return new Reply.Ranges(logIndex(ranges.target()).compare(ranges.ranges()));
    }
    if (question instanceof Question.Logs logs) {
      return logs(logs);
    }
    if (question instanceof Question.Entries entries) {
      return entries(entries);
    }
    if (question instanceof Question.Held held) {
      Reply found = entries(new Question.Entries(held.hashes()));
      return found instanceof Reply.Entries ? new Reply.Held() : found;
    }
    Question.StandardLogs standard = (Question.StandardLogs) question;
    return new Reply.StandardLogs(
        standard.parts().stream().map(part -> standardPage(part, standard.first())).toList());
  }

  private Start start(@Nullable String after) {
    if (after == null) {
      return new Start(0, false);
    }
    int dash = after.lastIndexOf('-');
    long arrival = Long.parseLong(after.substring(dash + 1));
    // Behind the end there is nothing this store ever told of: it lost what it had.
    return after.substring(0, dash).equals(storeId) && arrival <= store.lastArrival()
        ? new Start(arrival, false)
        : new Start(0, true);
  }

  private String cursor(long arrival) {
    return storeId + "-" + arrival;
  }

  private Reply feed(Question.Feed question) {
    Start start = start(question.after());
    List<EncodedEntryAndOperation> entries = new ArrayList<>();
    long end = store.lastArrival();
    long remaining = 0;
    for (Stored stored : store.stored()) {
      if (stored.arrival() <= start.arrival() || !isServed(stored, question.target())) {
        continue;
      }
      if (entries.size() < question.first()) {
        entries.add(encoded(stored));
      } else {
        // The page ends before the first entry left behind.
        end = remaining == 0 ? stored.arrival() - 1 : end;
        remaining++;
      }
    }
    return new Reply.Feed(
        new FeedPage(
            entries,
            proofs(start.arrival(), end, question.target()),
            cursor(end),
            remaining > 0,
            start.reset(),
            remaining));
  }

  private Reply heights(Question.Heights question) {
    Start start = start(question.after());
    List<Grown> grown = new ArrayList<>();
    for (Map.Entry<LogKey, LogFact> log : logs(question.target()).entrySet()) {
      long height = log.getValue().height();
      Stored newest = store.find(hash(log.getKey(), height));
      if (newest.arrival() > start.arrival()) {
        grown.add(new Grown(newest.arrival(), new LogHeight(log.getKey(), height)));
      }
    }
    grown.sort(Comparator.comparingLong(Grown::arrival));
    boolean cut = grown.size() > question.first();
    List<Grown> page = cut ? grown.subList(0, question.first()) : grown;
    long end = cut ? page.get(page.size() - 1).arrival() : store.lastArrival();
    return new Reply.Heights(
        page.stream().map(Grown::log).toList(),
        proofs(start.arrival(), end, question.target()),
        cursor(end),
        cut,
        start.reset());
  }

  private Reply proofs(Question.Proofs question) {
    Start start = start(question.after());
    long end = store.lastArrival();
    return new Reply.Proofs(proofs(start.arrival(), end, question.target()), cursor(end), false);
  }

  private List<FeedPage.EncodedForkProof> proofs(long after, long until, DocumentChoice target) {
    Map<Long, FeedPage.EncodedForkProof> proofs = new TreeMap<>();
    for (Map.Entry<LogKey, LogFact> log : store.logs().entrySet()) {
      ForkProof proof = log.getValue().fork();
      long arrival = store.proofArrival(log.getKey());
      if (proof != null
          && arrival > after
          && arrival <= until
          && concerns(log.getValue(), target)) {
        proofs.put(
            arrival,
            new FeedPage.EncodedForkProof(proof.first().encoded(), proof.second().encoded()));
      }
    }
    return List.copyOf(proofs.values());
  }

  /** Of a log forked at its first entry nobody can say which document it was meant for. */
  private static boolean concerns(LogFact log, DocumentChoice target) {
    ForkProof proof = log.fork();
    return proof != null
        && (proof.seqNum().isFirst() || log.document() == null || target.includes(log.document()));
  }

  private Reply logs(Question.Logs question) {
    List<Stored> found = new ArrayList<>();
    for (FeedQuery.LogPart part : question.parts()) {
      found.addAll(window(part));
    }
    found.sort(Comparator.comparingLong(Stored::arrival));
    boolean complete = found.size() <= question.first();
    List<Stored> page = complete ? found : found.subList(0, question.first());
    return new Reply.Logs(page.stream().map(MemoryAnswers::encoded).toList(), complete);
  }

  private Reply.StandardPage standardPage(FeedQuery.LogPart part, int first) {
    List<Stored> found = window(part);
    boolean cut = found.size() > first;
    List<Stored> page = cut ? found.subList(0, first) : found;
    return new Reply.StandardPage(page.stream().map(MemoryAnswers::encoded).toList(), cut);
  }

  private List<Stored> window(FeedQuery.LogPart part) {
    List<Stored> found = new ArrayList<>();
    SeqNum newerThan = part.newerThan();
    long height = store.log(part.log()).height();
    for (long at = newerThan == null ? 1 : newerThan.value() + 1; at <= height; at++) {
      found.add(store.find(hash(part.log(), at)));
    }
    return found;
  }

  private Reply entries(Question.Entries question) {
    List<EncodedEntryAndOperation> entries = new ArrayList<>();
    for (Hash hash : question.hashes()) {
      Stored stored = store.find(hash);
      if (stored == null || stored.standing() == Standing.EVIDENCE && !defines(hash)) {
        return new Reply.Errors(List.of("entry " + hash + " not found"));
      }
      entries.add(encoded(stored));
    }
    return new Reply.Entries(entries);
  }

  /** Whether evidence defines the schema of a kept entry, which cannot be read without it. */
  private boolean defines(Hash evidence) {
    Set<SchemaId> schemas = new TreeSet<>();
    for (Stored stored : store.stored()) {
      if (stored.standing() == Standing.KEPT) {
        schemas.add(stored.document().schemaId());
      }
    }
    Set<Hash> defining = new TreeSet<>();
    for (SchemaId schema : schemas) {
      SchemaResolver.resolve(
          schema,
          operationId -> {
            defining.add(operationId);
            Stored stored = store.find(operationId);
            return stored == null ? null : stored.entry().operation();
          });
    }
    return defining.contains(evidence);
  }

  /** All logs of a target set with their heights. */
  LogIndex logIndex(DocumentChoice target) {
    LogIndex index = new LogIndex();
    logs(target).forEach((log, fact) -> index.put(log, fact.height()));
    return index;
  }

  private Map<LogKey, LogFact> logs(DocumentChoice target) {
    Map<LogKey, LogFact> logs = new TreeMap<>();
    for (Map.Entry<LogKey, LogFact> log : store.logs().entrySet()) {
      LogFact fact = log.getValue();
      if (fact.height() != 0 && fact.document() != null && target.includes(fact.document())) {
        logs.put(log.getKey(), fact);
      }
    }
    return logs;
  }

  private Hash hash(LogKey log, long seqNum) {
    Hash hash = store.hashAt(log, new SeqNum(seqNum));
    if (hash == null) {
      throw new IllegalStateException("no entry " + log + "/" + seqNum);
    }
    return hash;
  }

  private static boolean isServed(Stored stored, DocumentChoice target) {
    return stored.standing() == Standing.KEPT && target.includes(stored.document());
  }

  private static EncodedEntryAndOperation encoded(Stored stored) {
    return new EncodedEntryAndOperation(
        stored.entry().entry().encoded(), stored.entry().decoded().encodedOperation());
  }
}
