package bambusa.ingest;

import bambusa.log.EncodedEntry;
import bambusa.operation.EncodedOperation;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it travels, with the operation it carries; null where the sender does not have the
 * operation.
 */
public record EncodedEntryAndOperation(EncodedEntry entry, @Nullable EncodedOperation operation) {}
