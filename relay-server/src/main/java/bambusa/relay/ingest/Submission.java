package bambusa.relay.ingest;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.ForkProof;
import bambusa.ingest.IngestResult.Rejected;
import bambusa.ingest.VerifiedEntry;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Something on its way through the gate. Verified by one thread, then decided by the writer's; the
 * queue hands it over from the one to the other.
 */
abstract class Submission {

  /** An entry after decoding and verification. */
  sealed interface Checked {

    record Verified(VerifiedEntry entry) implements Checked {}

    record Refused(Rejected rejected) implements Checked {}
  }

  /** What an author publishes. */
  static final class Publication extends Submission {

    final CompletableFuture<PublishResult> result = new CompletableFuture<>();

    Publication(EncodedEntryAndOperation encoded) {
      super(List.of(encoded), List.of());
    }

    @Override
    void fail(Throwable cause) {
      result.completeExceptionally(cause);
    }
  }

  /** What a peer sent. */
  static final class Page extends Submission {

    final CompletableFuture<PeerPageResult> result = new CompletableFuture<>();

    /** Null while it is only being verified. */
    private @Nullable PeerPage page;

    Page(List<EncodedEntryAndOperation> entries, List<EncodedForkProof> forkProofs) {
      super(entries, forkProofs);
    }

    /** Says what is to be done with it; before it is handed to the writer. */
    Page of(PeerPage known) {
      page = known;
      return this;
    }

    PeerPage page() {
      return Objects.requireNonNull(page, "not to be decided yet");
    }

    @Override
    void fail(Throwable cause) {
      result.completeExceptionally(cause);
    }
  }

  final List<EncodedEntryAndOperation> encoded;
  final List<EncodedForkProof> encodedProofs;
  final long bytes;

  /** In the order of the encoded ones, once verified. */
  List<Checked> checked = List.of();

  /** Those that prove something. */
  List<ForkProof> proofs = List.of();

  boolean isVerified;

  /** Why it could not even be verified: a fault of ours, not of the submission. */
  @Nullable RuntimeException failure;

  private Submission(List<EncodedEntryAndOperation> encoded, List<EncodedForkProof> encodedProofs) {
    this.encoded = encoded;
    this.encodedProofs = encodedProofs;
    long size = 0;
    for (EncodedEntryAndOperation each : encoded) {
      size += each.entry().size() + (each.operation() == null ? 0 : each.operation().size());
    }
    for (EncodedForkProof proof : encodedProofs) {
      size += proof.first().size() + proof.second().size();
    }
    this.bytes = size;
  }

  /** How many signatures there are to verify. */
  final int size() {
    return encoded.size() + 2 * encodedProofs.size();
  }

  abstract void fail(Throwable cause);
}
