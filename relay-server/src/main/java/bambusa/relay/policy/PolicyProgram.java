package bambusa.relay.policy;

import bambusa.ingest.VerifiedEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy program: started again when it ends, later each time; killed with all that it started
 * when it does not answer in time or answers what it should not. As long as it does not run,
 * nothing is accepted. Any thread may ask; one at a time is answered.
 */
public final class PolicyProgram implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PolicyProgram.class);

  private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Who ends this soon was started wrongly. */
  private static final long FIRST_LOOK_MILLIS = 300;

  private static final String MISSING = "the policy program is missing or may not be executed";

  private final PolicyCommand command;
  private final long timeoutMillis;
  private final LongSupplier nanoTime;
  private final ReentrantLock asking = new ReentrantLock();
  private @Nullable PolicyProcess running;
  private long pauseNanos = FIRST_PAUSE_NANOS;
  private long startedAt;
  private long endedAt;
  private boolean isClosed;
  private volatile Optional<String> complaint = Optional.empty();

  private PolicyProgram(PolicyCommand command, long timeoutMillis, LongSupplier nanoTime) {
    this.command = command;
    this.timeoutMillis = timeoutMillis;
    this.nanoTime = nanoTime;
  }

  /**
   * Starts the program.
   *
   * @param command for the shell
   * @param timeoutMillis for each answer
   * @throws PolicyException telling the host why it does not run
   */
  public static PolicyProgram start(String command, long timeoutMillis, LongSupplier nanoTime)
      throws PolicyException {
    PolicyProgram program = new PolicyProgram(new PolicyCommand(command), timeoutMillis, nanoTime);
    Optional<String> fault = program.command.fault();
    if (fault.isPresent()) {
      throw new PolicyException("the policy program cannot be started: " + fault.get());
    }
    program.startFirst();
    return program;
  }

  private void startFirst() throws PolicyException {
    try {
      PolicyProcess started = started();
      if (started.endsWithin(FIRST_LOOK_MILLIS)) {
        throw new PolicyException(started.ended() + " as soon as it was started");
      }
    } catch (IOException e) {
      throw new PolicyException("the policy program cannot be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw aboutToStop();
    }
  }

  private static PolicyException aboutToStop() {
    return new PolicyException("the relay is about to stop");
  }

  private PolicyProcess started() throws IOException {
    PolicyProcess started = PolicyProcess.start(command);
    startedAt = nanoTime.getAsLong();
    running = started;
    return started;
  }

  /** Why each of these is refused; empty where it is accepted. */
  public List<Optional<String>> judge(List<VerifiedEntry> creates) throws PolicyException {
    asking.lock();
    try {
      return judged(creates);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw aboutToStop();
    } finally {
      asking.unlock();
    }
  }

  private List<Optional<String>> judged(List<VerifiedEntry> creates)
      throws PolicyException, InterruptedException {
    PolicyProcess process =
        process()
            .orElseThrow(
                () -> new PolicyException(complaint.orElse("the policy program does not run")));
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
      String reason = String.valueOf(e.getMessage());
      fail(reason, reason);
      throw e;
    }
  }

  /** The one that runs, started again if its pause is over. */
  private Optional<PolicyProcess> process() throws InterruptedException {
    if (running != null && running.isAlive()) {
      return Optional.of(running);
    }
    if (running != null) {
      String ended = running.ended();
      fail(ended, ended);
    }
    if (nanoTime.getAsLong() - endedAt < pauseNanos) {
      return Optional.empty();
    }
    Optional<String> fault = command.fault();
    if (fault.isPresent()) {
      fail(MISSING, MISSING + ": " + fault.get());
      return Optional.empty();
    }
    try {
      return Optional.of(started());
    } catch (IOException e) {
      fail("the policy program cannot be started", "cannot start the policy program: " + e);
      return Optional.empty();
    }
  }

  /**
   * Ends what runs, until its pause is over.
   *
   * @param reason for those whose documents are refused
   * @param detail for the host
   */
  private void fail(String reason, String detail) {
    if (running != null) {
      running.end();
      running = null;
    }
    endedAt = nanoTime.getAsLong();
    pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
    complaint = Optional.of(reason);
    LOG.warn(
        "{}; new documents are refused until it is started again in {} s",
        detail,
        TimeUnit.NANOSECONDS.toSeconds(pauseNanos));
  }

  /**
   * Notices that it has ended before somebody asks it, and starts it again. While somebody asks it,
   * there is nothing to look at.
   */
  public void look() {
    if (!asking.tryLock()) {
      return;
    }
    try {
      if (!isClosed && process().isPresent() && nanoTime.getAsLong() - startedAt >= pauseNanos) {
        complaint = Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      asking.unlock();
    }
  }

  /** Why it does not answer; empty when it did last, or has run for a while since. */
  public Optional<String> complaint() {
    return complaint;
  }

  @Override
  public void close() {
    asking.lock();
    try {
      isClosed = true;
      if (running != null) {
        running.end();
        running = null;
      }
    } finally {
      asking.unlock();
    }
  }
}
