package bambusa.ingest;

/**
 * An entry to be stored.
 *
 * @param standing {@link Standing#KEPT} at the end of its log, {@link Standing#FORKED} where a kept
 *     entry needs it
 */
public record AcceptedEntry(VerifiedEntry entry, DocumentFact document, Standing standing) {}
