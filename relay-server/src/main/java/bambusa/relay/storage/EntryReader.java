package bambusa.relay.storage;

import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.log.EncodedEntry;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.log.SeqNum;
import bambusa.operation.DocumentViewId;
import bambusa.operation.SchemaId;
import bambusa.relay.bans.Bans;
import bambusa.replication.TargetSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a relay answers from. Each call sees one state of the store, committed, and blocks while it
 * reads; any thread may call. What the relay does not share does not exist here, in every call
 * ({@link SharedDocuments}).
 *
 * <p>All calls throw {@link StorageException} when the store fails.
 */
public interface EntryReader {

  StoreId storeId();

  /** How much is stored, whether shared or not. */
  StoreCounts counts();

  /** Schemas of which entries are stored and shared, ascending. */
  List<SchemaId> schemaIds();

  /** An entry in its log, or a forked operation that a kept entry stands on. */
  Optional<StoredEntry> entryByHash(Hash hash);

  /** An entry in its log. */
  Optional<StoredEntry> entryAt(LogPosition position);

  /**
   * Of the way back from an entry along lipmaa links what is stored, newest first, without the
   * entry itself (p2panda.md 1.4).
   */
  List<EncodedEntry> certificatePool(LogPosition position);

  /**
   * Entries of a log in their order, at most {@code first}.
   *
   * @param newerThan null for the log from its start
   */
  List<StoredEntry> entriesNewerThan(LogKey log, @Nullable SeqNum newerThan, int first);

  /**
   * The feed.
   *
   * @param after null for the start
   */
  FeedPage entriesSince(@Nullable ReplicationCursor after, TargetSet target, PageLimits limits);

  /**
   * Which logs are held and how far.
   *
   * @param after null for the start
   */
  LogHeightsPage logHeights(@Nullable ReplicationCursor after, TargetSet target, int first);

  /** Many windows at once; of a log that is named twice the last window counts. */
  LogWindowsPage entriesFromLogs(List<LogWindow> logs, PageLimits limits);

  /**
   * Proofs of forks.
   *
   * @param after null for the start
   */
  ForkProofsPage forkProofs(@Nullable ReplicationCursor after, TargetSet target, int first);

  /** How much is stored of an author, in logs whose entries are kept. */
  Usage usageOfAuthor(PublicKey author);

  /** How much is stored in documents that one author created, whoever wrote it. */
  Usage usageOfOwner(PublicKey owner);

  /** How much is stored of a schema. */
  Usage usageOfSchema(SchemaId schemaId);

  /** Changes whenever what is shared does, but for what arrives. */
  default Bans bans() {
    return Bans.NONE;
  }

  /** How far a log is stored; {@link LogState#EMPTY} where there is nothing of it. */
  LogState logState(LogKey log);

  /**
   * Hashes of entries that prove a log to be forked below its known fork, if they are got: the
   * backlinks of its proof that lead to another entry than the log holds.
   */
  List<Hash> belowForks();

  /**
   * What an author must sign into the next entry.
   *
   * @param viewId of the document to be changed; null for a new document
   */
  NextArgsAnswer nextArgs(PublicKey author, @Nullable DocumentViewId viewId);
}
