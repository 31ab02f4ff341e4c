package bambusa.relay.policy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the policy program. Asked by one thread at a time. */
final class PolicyProcess {

  private static final Logger LOG = LoggerFactory.getLogger(PolicyProcess.class);

  private static final int MAX_LINE_LENGTH = 1 << 16;
  private static final long END_MILLIS = 1_000;

  /** Exit codes of a shell. */
  private static final int NOT_EXECUTABLE = 126;

  private static final int NOT_FOUND = 127;

  private final Process process;
  private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();

  private PolicyProcess(Process process) {
    this.process = process;
  }

  static PolicyProcess start(PolicyCommand command) throws IOException {
    PolicyProcess started = new PolicyProcess(command.builder().start());
    Thread reader = new Thread(started::read, "policy answers");
    reader.setDaemon(true);
    reader.start();
    return started;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      StringBuilder line = new StringBuilder();
      for (int c = lines.read(); c >= 0 && line.length() < MAX_LINE_LENGTH; c = lines.read()) {
        if (c == '\n') {
          answers.add(Optional.of(line.toString()));
          line.setLength(0);
        } else {
          line.append((char) c);
        }
      }
    } catch (IOException e) {
      LOG.debug("the policy program can be read no more", e);
    }
    answers.add(Optional.empty());
  }

  /** On a thread of its own: a program that does not read holds it up. */
  void ask(Iterable<String> questions) {
    Thread writer = new Thread(() -> write(questions), "policy questions");
    writer.setDaemon(true);
    writer.start();
  }

  private void write(Iterable<String> questions) {
    try {
      Writer out = process.outputWriter(StandardCharsets.UTF_8);
      for (String question : questions) {
        out.write(question);
        out.write('\n');
      }
      out.flush();
    } catch (IOException e) {
      LOG.debug("the policy program can be asked no more", e);
    }
  }

  /** Waits for the next line. */
  String answer(long timeoutMillis) throws PolicyException, InterruptedException {
    Optional<String> line = answers.poll(timeoutMillis, TimeUnit.MILLISECONDS);
    if (line == null) {
      throw new PolicyException(
          "the policy program did not answer within " + timeoutMillis + " ms");
    }
    if (line.isEmpty()) {
      throw new PolicyException(ended());
    }
    return line.get();
  }

  /** That it has ended, and how, in words. Waits a moment for one that has only shut its mouth. */
  String ended() throws InterruptedException {
    if (!endsWithin(END_MILLIS)) {
      return "the policy program has closed its output";
    }
    int code = process.exitValue();
    String how =
        switch (code) {
          case NOT_EXECUTABLE -> ", as programs do that may not be executed";
          case NOT_FOUND -> ", as programs do that are not there";
          default -> "";
        };
    return "the policy program has ended with exit code " + code + how;
  }

  boolean endsWithin(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it and whatever it started. */
  void end() {
    end(process.toHandle());
  }

  /** From above, so that nothing new is started meanwhile. */
  private static void end(ProcessHandle ending) {
    List<ProcessHandle> children = ending.children().toList();
    ending.destroyForcibly();
    children.forEach(PolicyProcess::end);
  }
}
