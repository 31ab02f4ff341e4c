package bambusa.replication;

import bambusa.crypto.PublicKey;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.log.SeqNum;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One round of asking a peer that cannot list its logs (replication.md 5): all logs we know, and
 * beyond each author's highest the next eight, more as long as the last ones answer.
 */
final class StandardRound {

  /** Entries asked for of each log at once. */
  static final int PAGE_ENTRIES = 500;

  private static final int MAX_LOGS = 50;
  private static final int PROBES = 8;

  private final Replica own;
  private final TargetSet target;
  private final Deque<FeedQuery.LogPart> open = new ArrayDeque<>();
  private final Map<PublicKey, Long> probedTo = new HashMap<>();
  private List<FeedQuery.LogPart> asked = List.of();

  StandardRound(Replica own, TargetSet target) {
    this.own = own;
    this.target = target;
  }

  /** Starts a new round. */
  void begin() {
    open.clear();
    probedTo.clear();
    Set<PublicKey> authors = new TreeSet<>(own.authors());
    target.owners().ifPresent(authors::addAll);
    Map<PublicKey, Long> highest = new HashMap<>();
    for (LogHeight log : own.logIndex().heights(LogBound.LOWEST, null)) {
      open.add(new FeedQuery.LogPart(log.log(), new SeqNum(log.height())));
      highest.merge(log.log().author(), log.log().logId().value(), StandardRound::higher);
    }
    for (PublicKey author : authors) {
      Long known = highest.get(author);
      probe(author, known == null ? 0 : known + 1);
    }
  }

  private static long higher(long one, long other) {
    return Long.compareUnsigned(one, other) > 0 ? one : other;
  }

  private void probe(PublicKey author, long from) {
    for (long logId = from; logId != from + PROBES; logId++) {
      open.add(new FeedQuery.LogPart(new LogKey(author, new LogId(logId)), null));
    }
    probedTo.put(author, from + PROBES);
  }

  /** The windows to ask for next; empty when the round is over. */
  List<FeedQuery.LogPart> next() {
    List<FeedQuery.LogPart> parts = new ArrayList<>();
    while (parts.size() < MAX_LOGS && !open.isEmpty()) {
      parts.add(open.poll());
    }
    asked = parts;
    return parts;
  }

  /** Takes the entries of an answer; asks on where there is more. */
  Turn answered(List<Reply.StandardPage> pages) {
    List<EncodedEntryAndOperation> entries = new ArrayList<>();
    for (int i = 0; i < pages.size(); i++) {
      Reply.StandardPage page = pages.get(i);
      if (page.entries().isEmpty()) {
        continue;
      }
      entries.addAll(page.entries());
      askOn(asked.get(i), page);
    }
    Optional<String> unasked = new AskedWindows(asked).unasked(entries);
    return unasked.isPresent()
        ? new Turn.Offended(unasked.get())
        : new Turn.Store(entries, List.of(), target, SessionState.STANDARD);
  }

  private void askOn(FeedQuery.LogPart part, Reply.StandardPage page) {
    SeqNum newerThan = part.newerThan();
    // A v0.4.0 node calls a page that is exactly full unfinished; an empty page then ends it.
    if (page.hasNextPage() || page.entries().size() >= PAGE_ENTRIES) {
      long read = (newerThan == null ? 0 : newerThan.value()) + page.entries().size();
      open.add(new FeedQuery.LogPart(part.log(), new SeqNum(read)));
    }
    PublicKey author = part.log().author();
    long probed = probedTo.getOrDefault(author, 0L);
    boolean nearTheEnd = probed - part.log().logId().value() <= PROBES;
    if (newerThan == null && nearTheEnd) {
      probe(author, probed);
    }
  }
}
