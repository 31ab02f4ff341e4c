package bambusa.ingest;

import bambusa.log.EncodedEntry;
import bambusa.log.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Step 2 of ingest, and the only maker of {@link VerifiedEntry}. */
public final class EntryVerifier {

  private final SignatureJudge judge;

  public EntryVerifier(SignatureJudge judge) {
    this.judge = judge;
  }

  /**
   * Verifies a batch: in the same order each entry verified, or null where the signature does not
   * hold.
   */
  public List<@Nullable VerifiedEntry> verify(List<DecodedEntry> batch) {
    List<EncodedEntry> encoded = new ArrayList<>(batch.size());
    for (DecodedEntry decoded : batch) {
      encoded.add(decoded.entry().encoded());
    }
    boolean[] verdicts = judge.judge(encoded);
    List<@Nullable VerifiedEntry> verified = new ArrayList<>(batch.size());
    for (int i = 0; i < verdicts.length; i++) {
      verified.add(verdicts[i] ? new VerifiedEntry(batch.get(i)) : null);
    }
    return verified;
  }

  /**
   * Verifies what a peer passed on as proof of a fork.
   *
   * @return empty when the two do not contradict each other, or a signature does not hold
   */
  public Optional<ForkProof> verifyProof(Entry one, Entry other) {
    if (!one.position().equals(other.position()) || one.hash().equals(other.hash())) {
      return Optional.empty();
    }
    boolean[] verdicts = judge.judge(List.of(one.encoded(), other.encoded()));
    return verdicts[0] && verdicts[1] ? Optional.of(ForkProof.of(one, other)) : Optional.empty();
  }
}
