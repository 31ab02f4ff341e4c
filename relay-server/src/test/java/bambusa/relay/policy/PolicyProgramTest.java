package bambusa.relay.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.TestAuthor;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PolicyProgramTest {

  /** Refuses every third document, and before that does what a file says. */
  private static final String PROGRAM =
      """
      count=0
      while read -r line; do
        count=$((count + 1))
        id=${line#*'"document":"'}; id=${id%%'"'*}
        if [ -f "$1" ]; then . "$1"; fi
        if [ $((count % 3)) = 0 ]; then
          echo '{"document":"'$id'","action":"refuse","reason":"the third"}'
        else
          echo '{"document":"'$id'","action":"accept"}'
        fi
      done
      """;

  @TempDir Path directory;

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void eachDocumentIsJudgedInItsTurn() throws Exception {
    try (PolicyProgram policy = program(60_000)) {
      assertThat(policy.judge(creates(7)).stream().map(r -> r.orElse("")).toList())
          .containsExactly("", "", "the third", "", "", "the third", "");
      assertThat(policy.complaint()).isEmpty();
      // More than fits into a pipe.
      assertThat(policy.judge(creates(600))).hasSize(600);
    }
  }

  @Test
  void crashRefusesAndSaysSoUntilItIsStartedAgain() throws Exception {
    Files.writeString(directory.resolve("does"), "exit 3");
    try (PolicyProgram policy = program(60_000)) {
      assertThatThrownBy(() -> policy.judge(creates(1))).hasMessage("the policy program has ended");
      assertThatThrownBy(() -> policy.judge(creates(1))).hasMessage("the policy program has ended");
      assertThat(policy.complaint()).contains("the policy program has ended");
      Files.delete(directory.resolve("does"));
      assertThatThrownBy(() -> policy.judge(creates(1))).isInstanceOf(PolicyException.class);
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
      assertThat(policy.judge(creates(1))).hasSize(1);
      assertThat(policy.complaint()).isEmpty();
    }
  }

  @Test
  void silenceAndNonsenseEndTheProgram() throws Exception {
    for (String does :
        List.of(
            "sleep 60",
            "echo nonsense",
            "echo '{}'",
            "echo '{\"document\":\"'$id'\",\"action\":\"maybe\"}'")) {
      Files.writeString(directory.resolve("does"), does);
      try (PolicyProgram policy = program(does.startsWith("sleep") ? 300 : 60_000)) {
        assertThatThrownBy(() -> policy.judge(creates(1)))
            .as(does)
            .isInstanceOf(PolicyException.class);
        assertThat(policy.complaint()).isPresent();
      }
    }
  }

  private PolicyProgram program(long timeoutMillis) throws Exception {
    Path script = directory.resolve("policy.sh");
    Files.writeString(script, PROGRAM);
    return new PolicyProgram(
        "sh " + script + " " + directory.resolve("does"), timeoutMillis, nanos::get);
  }

  private static List<VerifiedEntry> creates(int count) {
    TestAuthor author = TestAuthor.named("author");
    List<VerifiedEntry> creates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      creates.add(new TestLog(author, i).create("document " + i));
    }
    return creates;
  }
}
