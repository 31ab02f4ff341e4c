package bambusa.relay.policy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
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

  private final Process process;
  private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();

  private PolicyProcess(Process process) {
    this.process = process;
  }

  static PolicyProcess start(String command) throws IOException {
    PolicyProcess started =
        new PolicyProcess(
            new ProcessBuilder("sh", "-c", "exec " + command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
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
    return line.orElseThrow(() -> new PolicyException("the policy program has ended"));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void end() {
    process.destroyForcibly();
  }
}
