package bambusa.leecher.worker;

import bambusa.ingest.DecodedEntry;
import bambusa.ingest.ForkProof;
import bambusa.ingest.VerifiedEntry;
import bambusa.leecher.js.Promises;
import bambusa.replication.FeedPage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries on their way through the gate: decoded, with signatures that are being verified. */
final class Batch {

  final List<DecodedEntry> decoded = new ArrayList<>();
  final List<FeedPage.EncodedForkProof> encodedProofs;
  final List<Refusal> refusals = new ArrayList<>();
  final List<VerifiedEntry> verified = new ArrayList<>();
  final List<ForkProof> proofs = new ArrayList<>();

  /** How many entries are stored already. */
  int known;

  private Promises.@Nullable Watched verification;
  private @Nullable RuntimeException failure;

  Batch(List<FeedPage.EncodedForkProof> encodedProofs) {
    this.encodedProofs = encodedProofs;
  }

  /** Verifies in a thread of its own. */
  void startVerification(Runnable verify) {
    verification =
        Promises.watch(
            Promises.start(
                () -> {
                  try {
                    verify.run();
                  } catch (RuntimeException e) {
                    failure = e;
                  }
                }));
  }

  Promises.Watched verification() {
    if (verification == null) {
      throw new IllegalStateException("the batch is not being verified");
    }
    return verification;
  }

  void awaitVerified() {
    verification().getPromise().await();
    if (failure != null) {
      throw failure;
    }
  }
}
