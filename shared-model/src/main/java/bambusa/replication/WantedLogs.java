package bambusa.replication;

import bambusa.log.LogKey;
import bambusa.log.SeqNum;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The logs of which a peer holds more than we do, until we have it. In the order in which the peer
 * told them.
 */
final class WantedLogs {

  private final Replica own;
  private final FetchClaims claims;
  private final Object session;
  private final RefusedLogs refused;
  private final Map<LogKey, Wanted> logs = new LinkedHashMap<>();
  private boolean awaitingOthers;

  /** Our height at which fetching got stuck, since what came waits for its past. */
  private record Wanted(LogHeight log, long stuckAt) {}

  private static final long NOT_STUCK = -1;

  WantedLogs(Replica own, FetchClaims claims, Object session, RefusedLogs refused) {
    this.own = own;
    this.claims = claims;
    this.session = session;
    this.refused = refused;
  }

  void add(LogHeight log) {
    if (isAhead(log, own.height(log.log()))) {
      logs.put(log.log(), new Wanted(log, NOT_STUCK));
    }
  }

  /** Of a log that was forked only what stands before the fork is wanted. */
  private boolean isAhead(LogHeight theirs, long height) {
    LogKey log = theirs.log();
    // The tag is told apart only where it decides.
    long tag = height == theirs.height() && theirs.tag() != 0 ? own.tag(log) : 0;
    return theirs.isAheadOf(new LogHeight(log, height, tag))
        && (Long.compareUnsigned(own.end(log), height) > 0 || tag != 0)
        && !refused.contains(log);
  }

  boolean isEmpty() {
    return logs.isEmpty();
  }

  int size() {
    return logs.size();
  }

  /**
   * The next windows that are ours to fetch, at most so many; what others fetch is left to them.
   */
  List<FeedQuery.LogPart> claim(int limit, long nowMillis) {
    List<FeedQuery.LogPart> parts = new ArrayList<>();
    awaitingOthers = false;
    Iterator<Map.Entry<LogKey, Wanted>> wanted = logs.entrySet().iterator();
    while (wanted.hasNext() && parts.size() < limit) {
      Map.Entry<LogKey, Wanted> log = wanted.next();
      LogKey key = log.getKey();
      long height = own.height(key);
      if (!isAhead(log.getValue().log(), height)) {
        claims.release(key, session);
        wanted.remove();
      } else if (height == log.getValue().stuckAt()) {
        claims.release(key, session);
      } else if (claims.claim(key, session, nowMillis)) {
        parts.add(part(log.getValue().log(), height));
      } else {
        awaitingOthers = true;
      }
    }
    return parts;
  }

  /** Whether the last claim left out what another session fetches. */
  boolean isAwaitingOthers() {
    return awaitingOthers;
  }

  /** Of another branch of the same height the newest entry is enough to prove the fork. */
  private static FeedQuery.LogPart part(LogHeight theirs, long height) {
    long after = height == theirs.height() ? height - 1 : height;
    return new FeedQuery.LogPart(theirs.log(), after == 0 ? null : new SeqNum(after));
  }

  /**
   * Gives up on logs that the peer was asked for in full: whatever it still lacks it cannot or must
   * not give.
   */
  void fetched(List<FeedQuery.LogPart> parts) {
    for (FeedQuery.LogPart part : parts) {
      logs.remove(part.log());
      claims.release(part.log(), session);
    }
  }

  /**
   * Leaves those logs alone of which entries came and none could be stored, until our height
   * changes.
   */
  void stuck(List<FeedQuery.LogPart> parts, Set<LogKey> came) {
    for (FeedQuery.LogPart part : parts) {
      SeqNum newerThan = part.newerThan();
      long asked = newerThan == null ? 0 : newerThan.value();
      if (came.contains(part.log()) && own.height(part.log()) == asked) {
        logs.computeIfPresent(part.log(), (log, wanted) -> new Wanted(wanted.log(), asked));
      }
    }
  }

  /** Leaves to others what we claimed, but still wants it. */
  void release() {
    claims.releaseAll(session);
  }

  void clear() {
    logs.clear();
    release();
  }
}
