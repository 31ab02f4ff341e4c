package bambusa.relay.storage;

import bambusa.log.LogKey;
import bambusa.log.SeqNum;

/** A log and its newest sequence number. */
public record LogHeight(LogKey log, SeqNum height) {}
