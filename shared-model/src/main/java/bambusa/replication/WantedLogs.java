package bambusa.replication;

import bambusa.log.LogKey;
import bambusa.log.SeqNum;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The logs of which a peer holds more than we do, until we have it. In the order in which the peer
 * told them.
 */
final class WantedLogs {

  private final Replica own;
  private final FetchClaims claims;
  private final Object session;
  private final Map<LogKey, Long> heights = new LinkedHashMap<>();

  WantedLogs(Replica own, FetchClaims claims, Object session) {
    this.own = own;
    this.claims = claims;
    this.session = session;
  }

  void add(LogHeight log) {
    if (!own.ended(log.log()) && Long.compareUnsigned(log.height(), own.height(log.log())) > 0) {
      heights.put(log.log(), log.height());
    }
  }

  boolean isEmpty() {
    return heights.isEmpty();
  }

  int size() {
    return heights.size();
  }

  /**
   * The next windows that are ours to fetch, at most so many; what others fetch is left to them.
   */
  List<FeedQuery.LogPart> claim(int limit) {
    List<FeedQuery.LogPart> parts = new ArrayList<>();
    Iterator<Map.Entry<LogKey, Long>> wanted = heights.entrySet().iterator();
    while (wanted.hasNext() && parts.size() < limit) {
      Map.Entry<LogKey, Long> log = wanted.next();
      long height = own.height(log.getKey());
      if (Long.compareUnsigned(height, log.getValue()) >= 0) {
        claims.release(log.getKey(), session);
        wanted.remove();
      } else if (claims.claim(log.getKey(), session)) {
        parts.add(part(log.getKey(), height));
      }
    }
    return parts;
  }

  private static FeedQuery.LogPart part(LogKey log, long height) {
    return new FeedQuery.LogPart(log, height == 0 ? null : new SeqNum(height));
  }

  /**
   * Gives up on logs that the peer was asked for in full: whatever it still lacks it cannot or must
   * not give.
   */
  void fetched(List<FeedQuery.LogPart> parts) {
    for (FeedQuery.LogPart part : parts) {
      heights.remove(part.log());
      claims.release(part.log(), session);
    }
  }

  void clear() {
    heights.clear();
    claims.releaseAll(session);
  }
}
