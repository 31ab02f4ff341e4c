package bambusa.relay.storage;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.LogPosition;

/** A stored entry and where it belongs, its bytes as received. */
public record StoredEntry(LogPosition position, EncodedEntryAndOperation encoded) {}
