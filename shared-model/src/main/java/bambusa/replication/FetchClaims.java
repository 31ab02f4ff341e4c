package bambusa.replication;

import bambusa.log.LogKey;
import java.util.HashMap;
import java.util.Map;

/**
 * Which session fetches which log, so that with several peers every missing log comes from one of
 * them only (replication.md 3, step 4). Shared by the sessions of one relay, whatever thread they
 * run on.
 */
public final class FetchClaims {

  private final Map<LogKey, Object> holders = new HashMap<>();

  /** Whether the log is the session's to fetch now. */
  synchronized boolean claim(LogKey log, Object session) {
    return holders.computeIfAbsent(log, key -> session) == session;
  }

  synchronized void release(LogKey log, Object session) {
    holders.remove(log, session);
  }

  /** A session that failed leaves its logs to the others. */
  synchronized void releaseAll(Object session) {
    holders.values().removeIf(holder -> holder == session);
  }
}
