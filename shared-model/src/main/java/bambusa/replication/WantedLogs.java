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

  /**
   * A log that is wanted.
   *
   * @param lacking how many entries we lacked when the peer told of it
   * @param stuckAt our height at which fetching got stuck, since what came waits for its past
   * @param headOnly whether only the peer's newest entry is wanted, since it may not be ours
   */
  private record Wanted(LogHeight log, long lacking, long stuckAt, boolean headOnly) {}

  private static final long NOT_STUCK = -1;

  WantedLogs(Replica own, FetchClaims claims, Object session, RefusedLogs refused) {
    this.own = own;
    this.claims = claims;
    this.session = session;
    this.refused = refused;
  }

  void add(LogHeight log) {
    long height = own.height(log.log());
    if (isAhead(log, height)) {
      logs.put(log.log(), new Wanted(log, log.height() - height, NOT_STUCK, false));
    }
  }

  /**
   * Wants the newest entry of a log of which we hold as much: if it is another, it proves a fork.
   */
  void addHead(LogHeight log) {
    if (!refused.contains(log.log())) {
      logs.putIfAbsent(log.log(), new Wanted(log, 1, NOT_STUCK, true));
    }
  }

  /** Of a log that was forked only what stands before the fork is wanted. */
  private boolean isAhead(LogHeight theirs, long height) {
    LogKey log = theirs.log();
    return theirs.isAbove(height)
        && Long.compareUnsigned(own.end(log), height) > 0
        && !refused.contains(log);
  }

  private boolean isStillWanted(Wanted wanted, long height) {
    return wanted.headOnly()
        ? !wanted.log().isAbove(height) && !refused.contains(wanted.log().log())
        : isAhead(wanted.log(), height);
  }

  boolean isEmpty() {
    return logs.isEmpty();
  }

  int size() {
    return logs.size();
  }

  /** How many entries of these logs we lacked when the peer told of them. */
  double entries() {
    double sum = 0;
    for (Wanted wanted : logs.values()) {
      // Above 2^63 no count is true.
      sum += wanted.lacking() < 0 ? Long.MAX_VALUE : wanted.lacking();
    }
    return sum;
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
      if (!isStillWanted(log.getValue(), height)) {
        claims.release(key, session);
        wanted.remove();
      } else if (height == log.getValue().stuckAt() && !log.getValue().headOnly()) {
        claims.release(key, session);
      } else if (claims.claim(key, session, nowMillis)) {
        parts.add(part(log.getValue(), height));
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

  private static FeedQuery.LogPart part(Wanted wanted, long height) {
    LogKey log = wanted.log().log();
    long after = wanted.headOnly() ? wanted.log().height() - 1 : height;
    return new FeedQuery.LogPart(log, after == 0 ? null : new SeqNum(after));
  }

  /**
   * Gives up on logs that the peer answered for in full: whatever is still lacking it cannot or
   * must not give. They stay ours until that is stored, or another would fetch it again.
   */
  void answered(List<FeedQuery.LogPart> parts, boolean complete) {
    for (FeedQuery.LogPart part : parts) {
      Wanted wanted = logs.get(part.log());
      if (complete || wanted != null && wanted.headOnly()) {
        logs.remove(part.log());
      }
    }
  }

  /**
   * What came is stored: logs that were given up are left to others, and those left alone of which
   * entries came and none could be stored, until our height changes.
   */
  void stored(List<FeedQuery.LogPart> parts, Set<LogKey> came) {
    for (FeedQuery.LogPart part : parts) {
      if (!logs.containsKey(part.log())) {
        claims.release(part.log(), session);
      }
      SeqNum newerThan = part.newerThan();
      long asked = newerThan == null ? 0 : newerThan.value();
      if (came.contains(part.log()) && own.height(part.log()) == asked) {
        logs.computeIfPresent(
            part.log(),
            (log, wanted) -> new Wanted(wanted.log(), wanted.lacking(), asked, wanted.headOnly()));
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
