package bambusa.relay.ingest;

import bambusa.ingest.EncodedEntryAndOperation;
import java.util.List;

/** What a peer sent and is being verified, before it is known what becomes of it. */
public final class PageAhead {

  private final Submission.Page submission;

  PageAhead(Submission.Page submission) {
    this.submission = submission;
  }

  Submission.Page submission() {
    return submission;
  }

  /** Whether exactly this is to be ingested. */
  boolean isOf(PeerPage page) {
    List<EncodedEntryAndOperation> entries = submission.encoded;
    return entries.equals(page.entries()) && submission.encodedProofs.equals(page.forkProofs());
  }
}
