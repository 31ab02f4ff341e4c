package bambusa.relay.storage;

/**
 * How much is stored.
 *
 * @param entries in their logs; forked operations and evidence are not counted
 * @param logs with at least one entry
 * @param authors with at least one entry
 */
public record StoreCounts(long entries, long logs, long authors) {}
