package bambusa.replication;

import bambusa.log.LogKey;

/**
 * A log and how far it is stored.
 *
 * @param height sequence number of the newest entry, unsigned
 */
public record LogHeight(LogKey log, long height) {}
