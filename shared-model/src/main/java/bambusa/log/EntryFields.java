package bambusa.log;

import bambusa.crypto.Hash;
import org.jspecify.annotations.Nullable;

/** What an entry says, without the signature that proves it. */
public record EntryFields(
    boolean endOfLog,
    LogPosition position,
    @Nullable Hash skiplink,
    @Nullable Hash backlink,
    long payloadSize,
    Hash payloadHash) {}
