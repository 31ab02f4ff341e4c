package bambusa.replication;

import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.IngestResult;
import bambusa.ingest.Reason;
import bambusa.log.LogKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session wants done next. One at a time; its outcome is told before the next is asked for.
 */
public sealed interface Step {

  /** Send this to the peer, and tell {@link PullSession#answered} or {@link PullSession#failed}. */
  record Ask(Question question) implements Step {}

  /**
   * Ingest this, and tell {@link PullSession#stored}.
   *
   * @param ahead what will most likely be asked next, and may be asked meanwhile; null for nothing
   */
  record Store(Batch batch, @Nullable Question ahead) implements Step {}

  /** Do nothing until then. */
  record Rest(long untilMillis, String reason) implements Step {}

  /**
   * What came from a peer at once.
   *
   * @param asked the documents it may belong to
   * @param cursor to be written in the same transaction, if nothing is left parked; null for none
   */
  record Batch(
      List<EncodedEntryAndOperation> entries,
      List<FeedPage.EncodedForkProof> forkProofs,
      DocumentChoice asked,
      @Nullable SavedCursor cursor) {
    public Batch {
      entries = List.copyOf(entries);
      forkProofs = List.copyOf(forkProofs);
    }
  }

  /** How far the store of a peer was read. */
  record SavedCursor(String peerStoreId, String cursor) {}

  /**
   * What became of a batch.
   *
   * @param accepted how many entries were new
   * @param refused how many entries and proofs count against the peer
   * @param parked how many entries were left waiting for their past
   * @param refusedLogs of which something was refused: this peer is not asked for more of them
   */
  record Outcome(int accepted, int refused, int parked, Set<LogKey> refusedLogs) {
    public Outcome {
      refusedLogs = Set.copyOf(refusedLogs);
    }

    /**
     * Sums up what ingest said.
     *
     * @param results for each entry of the batch, in its order
     * @param refusedProofs how many fork proofs of the batch prove nothing
     */
    public static Outcome of(Batch batch, List<IngestResult> results, int refusedProofs) {
      int accepted = 0;
      int refused = refusedProofs;
      int parked = 0;
      Set<LogKey> refusedLogs = new HashSet<>();
      for (int i = 0; i < results.size(); i++) {
        if (results.get(i) instanceof IngestResult.Accepted) {
          accepted++;
        } else if (results.get(i) instanceof IngestResult.Parked) {
          parked++;
        } else if (results.get(i) instanceof IngestResult.Rejected rejected
            && endsLog(rejected.reason())) {
          refused += isOffence(rejected.reason(), batch) ? 1 : 0;
          Unasked.log(batch.entries().get(i)).ifPresent(refusedLogs::add);
        }
      }
      return new Outcome(accepted, refused, parked, refusedLogs);
    }

    /** In words, for people. */
    String arrived() {
      return switch (accepted) {
        case 0 -> "nothing new";
        case 1 -> "1 entry stored";
        default -> accepted + " entries stored";
      };
    }

    /** A peer that does not know of a fork yet sends what stands behind it. */
    private static boolean endsLog(Reason reason) {
      return reason != Reason.LOG_ENDED;
    }

    /**
     * What we ask for by hash may turn out to be nothing we want: that was our question. What our
     * host does not accept is no fault of the peer's.
     */
    private static boolean isOffence(Reason reason, Batch batch) {
      boolean isOurs =
          reason == Reason.NOT_ASKED_FOR && batch.asked() instanceof NeededDocuments
              || reason == Reason.NOT_ACCEPTED;
      return !isOurs;
    }
  }
}
