package bambusa.ingest;

import bambusa.crypto.Hash;
import bambusa.schema.Schema;
import java.util.List;
import java.util.Set;

/**
 * What step 4 of ingest decided, and the only thing a store may write. The edge writes all of it in
 * one transaction, in this order: fork, promoted, accepted.
 *
 * @param results for each decided entry what became of it, in the order of the batch
 * @param accepted to be stored, in this order
 * @param promoted evidence that now counts as forked operation, since a kept entry needs it
 * @param forks at most one
 * @param schemas resolved on the way, good to be remembered for ever
 * @param undecided the rest of the batch, to be decided after this was written: a fork changes what
 *     is stored
 */
public record Decision(
    List<IngestResult> results,
    List<AcceptedEntry> accepted,
    Set<Hash> promoted,
    List<Fork> forks,
    List<Schema> schemas,
    List<VerifiedEntry> undecided) {}
