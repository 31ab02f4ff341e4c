package bambusa.replication;

import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an answer of the peer leads to. */
sealed interface Turn {

  /**
   * What came is ingested.
   *
   * @param asked the documents it may belong to
   * @param then where to go on when that is done; null where the session was going before
   */
  record Store(
      List<EncodedEntryAndOperation> entries,
      List<FeedPage.EncodedForkProof> forkProofs,
      DocumentChoice asked,
      @Nullable SessionState then)
      implements Turn {}

  /** Nothing came that could be ingested. */
  record Enter(SessionState next, String reason) implements Turn {}

  /** Back to where the session was going before. */
  record GoOn(String reason) implements Turn {}

  /** No usable answer. */
  record Failed(String reason) implements Turn {}

  /** An answer that no honest peer gives. */
  record Offended(String reason) implements Turn {}
}
