package bambusa.relay.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import bambusa.TestAuthor;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
      String ended = "the policy program has ended with exit code 3";
      assertThatThrownBy(() -> policy.judge(creates(1))).hasMessage(ended);
      assertThatThrownBy(() -> policy.judge(creates(1))).hasMessage(ended);
      assertThat(policy.complaint()).contains(ended);
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

  @Test
  void whatTheProgramHasStartedEndsWithIt() throws Exception {
    Path child = directory.resolve("child");
    // The shell's own child, and a child of that one.
    Files.writeString(
        directory.resolve("does"),
        "sh -c 'sleep 600 & echo $! >" + child + ".new; mv " + child + ".new " + child + "; wait'");
    try (PolicyProgram policy = program(500)) {
      while (!Files.exists(child)) {
        assertThatThrownBy(() -> policy.judge(creates(1))).isInstanceOf(PolicyException.class);
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(2));
      }
    }
    long pid = Long.parseLong(Files.readString(child).strip());
    while (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  void programThatIsNotThereIsNoticedAtTheStart() throws Exception {
    Path missing = directory.resolve("missing");
    Path text = Files.writeString(directory.resolve("text of a policy"), "#!/bin/sh\n");
    assertThat(
            List.of(
                refusedStart(missing + " --strict"),
                refusedStart("no-such-program-as-this | cat"),
                refusedStart("'" + text + "'"),
                refusedStart("\"" + directory + "\"")))
        .containsExactly(
            "the policy program cannot be started: there is no " + missing,
            "the policy program cannot be started: there is no program 'no-such-program-as-this' in"
                + " $PATH",
            "the policy program cannot be started: "
                + text
                + " may not be executed (chmod +x makes it a program; or name what runs it, as in"
                + " 'sh "
                + text
                + "')",
            "the policy program cannot be started: " + directory + " is not a file");
  }

  private String refusedStart(String command) {
    PolicyException refused =
        catchThrowableOfType(
            PolicyException.class, () -> PolicyProgram.start(command, 60_000, nanos::get).close());
    return String.valueOf(refused.getMessage());
  }

  @Test
  void programThatVanishedIsSaidToBeMissingUntilItIsThereAgain() throws Exception {
    Path script = directory.resolve("policy");
    Path away = directory.resolve("away");
    Files.writeString(script, "#!/bin/sh\n" + PROGRAM);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Path does = Files.writeString(directory.resolve("does"), "exit 3");
    try (PolicyProgram policy = PolicyProgram.start(script + " " + does, 60_000, nanos::get)) {
      Files.move(script, away);
      assertThatThrownBy(() -> policy.judge(creates(1))).hasMessageContaining("exit code 3");
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
      String missing = "the policy program is missing or may not be executed";
      assertThatThrownBy(() -> policy.judge(creates(1))).hasMessage(missing);
      Files.move(away, script);
      Files.delete(does);
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(4));
      assertThat(policy.judge(creates(1))).hasSize(1);
    }
  }

  @Test
  void endIsNoticedAndMendedBeforeAnybodyAsks() throws Exception {
    Path once = Files.writeString(directory.resolve("once"), "");
    Path script = directory.resolve("policy.sh");
    // Long enough to be no wrong start; from then on it stays.
    Files.writeString(script, "if [ -f " + once + " ]; then sleep 1; exit 4; fi\ncat");
    try (PolicyProgram policy = PolicyProgram.start("sh " + script, 60_000, nanos::get)) {
      while (policy.complaint().isEmpty()) {
        policy.look();
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertThat(policy.complaint()).contains("the policy program has ended with exit code 4");
      Files.delete(once);
      for (int second = 0; second < 4; second++) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        policy.look();
      }
      assertThat(policy.complaint()).isEmpty();
    }
  }

  private PolicyProgram program(long timeoutMillis) throws Exception {
    Path script = directory.resolve("policy.sh");
    Files.writeString(script, PROGRAM);
    return PolicyProgram.start(
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
