package bambusa.replication;

/**
 * What never changes while a session lives.
 *
 * @param pageEntries asked for at once
 * @param waitSeconds for which a query is held when there is nothing new
 * @param manyLogs with more of its own a store is compared by ranges (replication.md 3, step 2c)
 */
public record SessionSettings(
    TargetSet target, boolean severalPeers, int pageEntries, int waitSeconds, long manyLogs) {

  private static final long MANY_LOGS = 5_000;

  public SessionSettings(TargetSet target, boolean severalPeers, int pageEntries, int waitSeconds) {
    this(target, severalPeers, pageEntries, waitSeconds, MANY_LOGS);
  }
}
