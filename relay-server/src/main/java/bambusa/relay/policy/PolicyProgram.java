package bambusa.relay.policy;

import bambusa.ingest.VerifiedEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy program: started again when it ends, later each time; killed when it does not answer
 * in time or answers what it should not. As long as it does not run, nothing is accepted. Any
 * thread may ask; one at a time is answered.
 */
public final class PolicyProgram implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PolicyProgram.class);

  private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String command;
  private final long timeoutMillis;
  private final LongSupplier nanoTime;
  private @Nullable PolicyProcess running;
  private long pauseNanos = FIRST_PAUSE_NANOS;
  private long endedAt;
  private volatile Optional<String> complaint = Optional.empty();

  /**
   * Starts the program.
   *
   * @param command for the shell
   * @param timeoutMillis for each answer
   */
  public PolicyProgram(String command, long timeoutMillis, LongSupplier nanoTime) {
    this.command = command;
    this.timeoutMillis = timeoutMillis;
    this.nanoTime = nanoTime;
    this.endedAt = nanoTime.getAsLong() - FIRST_PAUSE_NANOS;
  }

  /** Why each of these is refused; empty where it is accepted. */
  public synchronized List<Optional<String>> judge(List<VerifiedEntry> creates)
      throws PolicyException {
    PolicyProcess process = process();
    try {
      process.ask(creates.stream().map(PolicyLines::question).toList());
      List<Optional<String>> refusals = new ArrayList<>(creates.size());
      for (VerifiedEntry create : creates) {
        refusals.add(PolicyLines.refusal(create, process.answer(timeoutMillis)));
      }
      pauseNanos = FIRST_PAUSE_NANOS;
      complaint = Optional.empty();
      return refusals;
    } catch (PolicyException e) {
      fail(String.valueOf(e.getMessage()));
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PolicyException("the relay is about to stop");
    }
  }

  private PolicyProcess process() throws PolicyException {
    if (running != null && running.isAlive()) {
      return running;
    }
    if (running != null) {
      fail("the policy program has ended");
    }
    if (nanoTime.getAsLong() - endedAt < pauseNanos) {
      throw new PolicyException(complaint.orElse("the policy program does not run"));
    }
    try {
      running = PolicyProcess.start(command);
      return running;
    } catch (IOException e) {
      fail("the policy program cannot be started");
      throw new PolicyException("the policy program cannot be started");
    }
  }

  private void fail(String reason) {
    if (running != null) {
      running.end();
      running = null;
    }
    endedAt = nanoTime.getAsLong();
    pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
    complaint = Optional.of(reason);
    LOG.warn(
        "{}; new documents are refused until it is started again in {} s",
        reason,
        TimeUnit.NANOSECONDS.toSeconds(pauseNanos));
  }

  /** Why it does not answer; empty when it did last. */
  public Optional<String> complaint() {
    return complaint;
  }

  @Override
  public synchronized void close() {
    if (running != null) {
      running.end();
      running = null;
    }
  }
}
