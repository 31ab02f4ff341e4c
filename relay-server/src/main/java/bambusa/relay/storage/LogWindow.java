package bambusa.relay.storage;

import bambusa.log.LogKey;
import bambusa.log.SeqNum;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a log that are newer than one of them.
 *
 * @param newerThan null for the log from its start
 */
public record LogWindow(LogKey log, @Nullable SeqNum newerThan) {}
