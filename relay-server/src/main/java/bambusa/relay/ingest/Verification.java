package bambusa.relay.ingest;

import bambusa.ingest.DecodedEntry;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.EntryDecoding;
import bambusa.ingest.EntryVerifier;
import bambusa.ingest.ForkProof;
import bambusa.ingest.IngestResult.Rejected;
import bambusa.ingest.Reason;
import bambusa.ingest.SignatureJudge;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import bambusa.log.MalformedEntryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Steps 1 and 2 of ingest for many submissions at once, on one thread of several. */
final class Verification {

  private final EntryDecoding decoding = new EntryDecoding();
  private final EntryDecoder proofDecoder = new EntryDecoder();
  private final EntryVerifier verifier;

  private final HostRules rules;

  Verification(SignatureJudge judge, HostRules rules) {
    this.verifier = new EntryVerifier(judge);
    this.rules = rules;
  }

  void verify(List<Submission> submissions) {
    List<DecodedEntry> batch = new ArrayList<>();
    List<List<EntryDecoding.Outcome>> outcomes = new ArrayList<>();
    for (Submission submission : submissions) {
      outcomes.add(decode(submission, batch));
    }
    // Null where the signature does not hold.
    List<VerifiedEntry> verified = verifier.verify(batch);
    int next = 0;
    for (int i = 0; i < submissions.size(); i++) {
      List<Submission.Checked> checked = new ArrayList<>();
      for (EntryDecoding.Outcome outcome : outcomes.get(i)) {
        if (outcome instanceof EntryDecoding.Outcome.Refused refused) {
          checked.add(refused(refused.reason(), refused.detail()));
        } else {
          checked.add(checked(verified.get(next)));
          next++;
        }
      }
      submissions.get(i).checked = checked;
      submissions.get(i).proofs = proofs(submissions.get(i).encodedProofs);
    }
    new HostJudgement(submissions).by(rules);
  }

  private List<EntryDecoding.Outcome> decode(Submission submission, List<DecodedEntry> batch) {
    List<EntryDecoding.Outcome> outcomes = new ArrayList<>(submission.encoded.size());
    for (EncodedEntryAndOperation encoded : submission.encoded) {
      EntryDecoding.Outcome outcome = decoding.decode(encoded);
      if (outcome instanceof EntryDecoding.Outcome.Decoded decoded) {
        batch.add(decoded.entry());
      }
      outcomes.add(outcome);
    }
    return outcomes;
  }

  private static Submission.Checked checked(@Nullable VerifiedEntry verified) {
    // p2panda.md 1.6, step 12
    return verified == null
        ? refused(Reason.INVALID_SIGNATURE, "signature invalid")
        : new Submission.Checked.Verified(verified);
  }

  private static Submission.Checked refused(Reason reason, String detail) {
    return new Submission.Checked.Refused(new Rejected(reason, detail));
  }

  private List<ForkProof> proofs(List<EncodedForkProof> encoded) {
    List<ForkProof> proofs = new ArrayList<>();
    for (EncodedForkProof proof : encoded) {
      proof(proof).ifPresent(proofs::add);
    }
    return proofs;
  }

  private Optional<ForkProof> proof(EncodedForkProof encoded) {
    try {
      Entry first = proofDecoder.decode(encoded.first());
      Entry second = proofDecoder.decode(encoded.second());
      return verifier.verifyProof(first, second);
    } catch (MalformedEntryException e) {
      // Counted among those that prove nothing.
      return Optional.empty();
    }
  }
}
