package bambusa.relay.ingest;

import bambusa.log.EncodedEntry;

/** Two entries that a peer passed on as proof of a fork; nothing of it is checked yet. */
public record EncodedForkProof(EncodedEntry first, EncodedEntry second) {}
