package bambusa.replication;

import bambusa.crypto.Hash;
import bambusa.log.LogKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Logs of which a peer tells no more than we hold. Heights do not say whether its entries are ours
 * or those of another branch (replication.md 7), so it is asked by hash whether it has ours;
 * without the entries themselves, many at once and not at once. Bounded: the oldest is forgotten
 * first.
 */
final class HeadChecks {

  private static final int MAX_LOGS = 10_000;
  private static final int MAX_HASHES = 100;
  private static final long GATHERING_MILLIS = 10_000;

  private final Replica own;
  private final Map<LogKey, LogHeight> open = new LinkedHashMap<>();
  private List<LogHeight> asked = List.of();
  private long sinceMillis;

  HeadChecks(Replica own) {
    this.own = own;
  }

  /** Of a log of which we hold less there is an entry to fetch, which tells. */
  void add(LogHeight theirs, long nowMillis) {
    if (theirs.height() == 0 || theirs.isAbove(own.height(theirs.log()))) {
      return;
    }
    if (open.isEmpty()) {
      sinceMillis = nowMillis;
    }
    open.put(theirs.log(), theirs);
    if (open.size() > MAX_LOGS) {
      open.remove(open.keySet().iterator().next());
    }
  }

  /** Whether enough have gathered, or waited long enough. */
  boolean isDue(long nowMillis) {
    return open.size() >= MAX_HASHES
        || !open.isEmpty() && nowMillis - sinceMillis >= GATHERING_MILLIS;
  }

  /** Our entries where the peer's logs end; maybe empty, when we lost them to a fork meanwhile. */
  List<Hash> ask(long nowMillis) {
    List<Hash> hashes = new ArrayList<>();
    List<LogHeight> logs = new ArrayList<>();
    Iterator<LogHeight> next = open.values().iterator();
    while (next.hasNext() && hashes.size() < MAX_HASHES) {
      LogHeight log = next.next();
      own.hash(log.log(), log.height())
          .ifPresent(
              hash -> {
                hashes.add(hash);
                logs.add(log);
              });
      next.remove();
    }
    sinceMillis = nowMillis;
    asked = List.copyOf(logs);
    return hashes;
  }

  /** The logs of the last question: the peer does not hold our entry of at least one of them. */
  List<LogHeight> asked() {
    return asked;
  }

  void clear() {
    open.clear();
  }
}
