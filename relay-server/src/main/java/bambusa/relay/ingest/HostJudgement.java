package bambusa.relay.ingest;

import bambusa.ingest.IngestResult.Rejected;
import bambusa.ingest.Reason;
import bambusa.ingest.VerifiedEntry;
import bambusa.operation.Action;
import bambusa.relay.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has the host judge the new documents among what was verified, all of them in one question. */
final class HostJudgement {

  private final List<Submission> submissions;

  HostJudgement(List<Submission> submissions) {
    this.submissions = submissions;
  }

  void by(HostRules rules) {
    List<VerifiedEntry> creates = new ArrayList<>();
    for (Submission submission : submissions) {
      submission.checked.stream()
          .filter(HostJudgement::isCreate)
          .forEach(c -> creates.add(entry(c)));
    }
    if (creates.isEmpty()) {
      return;
    }
    try {
      refuse(rules.judge(creates));
    } catch (HostRules.UnansweredException e) {
      unanswered(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isCreate(Submission.Checked checked) {
    return checked instanceof Submission.Checked.Verified verified
        && verified.entry().operation().action() == Action.CREATE;
  }

  private static VerifiedEntry entry(Submission.Checked checked) {
    return ((Submission.Checked.Verified) checked).entry();
  }

  private void refuse(List<Optional<String>> refusals) {
    int next = 0;
    for (Submission submission : submissions) {
      List<Submission.Checked> judged = new ArrayList<>(submission.checked.size());
      for (Submission.Checked checked : submission.checked) {
        Optional<String> refusal = isCreate(checked) ? refusals.get(next++) : Optional.empty();
        judged.add(refusal.map(HostJudgement::refused).orElse(checked));
      }
      submission.checked = judged;
    }
  }

  private static Submission.Checked refused(String detail) {
    return new Submission.Checked.Refused(new Rejected(Reason.NOT_ACCEPTED, detail));
  }

  /** A client is told; what a peer sent is to come again, since it would be missing for ever. */
  private void unanswered(String detail) {
    for (Submission submission : submissions) {
      if (submission.checked.stream().noneMatch(HostJudgement::isCreate)) {
        continue;
      }
      if (submission instanceof Submission.Publication) {
        submission.checked = List.of(refused(detail));
      } else {
        submission.failure = new StorageException(detail);
      }
    }
  }
}
