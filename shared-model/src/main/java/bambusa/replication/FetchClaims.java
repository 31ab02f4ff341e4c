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

  /** After so long another may fetch it as well: a peer must not keep a log from us by dawdling. */
  private static final long MAX_MILLIS = 20_000;

  private final Map<LogKey, Claim> claims = new HashMap<>();

  private record Claim(Object session, long sinceMillis) {}

  /** Whether the log is the session's to fetch now. */
  synchronized boolean claim(LogKey log, Object session, long nowMillis) {
    Claim claim = claims.get(log);
    if (claim != null && claim.session() == session) {
      return true;
    }
    if (claim != null && nowMillis - claim.sinceMillis() < MAX_MILLIS) {
      return false;
    }
    claims.put(log, new Claim(session, nowMillis));
    return true;
  }

  synchronized void release(LogKey log, Object session) {
    Claim claim = claims.get(log);
    if (claim != null && claim.session() == session) {
      claims.remove(log);
    }
  }

  /** A session that failed leaves its logs to the others. */
  synchronized void releaseAll(Object session) {
    claims.values().removeIf(claim -> claim.session() == session);
  }
}
