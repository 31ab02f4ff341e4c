package bambusa.replication;

import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session wants done next. One at a time; its outcome is told before the next is asked for.
 */
public sealed interface Step {

  /** Send this to the peer, and tell {@link PullSession#answered} or {@link PullSession#failed}. */
  record Ask(Question question) implements Step {}

  /** Ingest this, and tell {@link PullSession#stored}. */
  record Store(Batch batch) implements Step {}

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
   * What became of a batch: how many entries were new, refused, and left waiting for their past.
   */
  record Outcome(int accepted, int refused, int parked) {}
}
