package bambusa.relay.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What commands touch of the world outside; handed in, so that a test can hand in another.
 *
 * @param out for what a command answers
 * @param err for everything else that it says
 * @param environment variables of the process
 * @param workingDirectory where relative paths of the command line start
 * @param home of the user
 * @param random makes private keys, so it must be cryptographic
 * @param nowMillis the time, as it has passed since the start
 * @param pause lets time pass
 * @param starter starts relays
 */
public record Surroundings(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path workingDirectory,
    Path home,
    SecureRandom random,
    LongSupplier nowMillis,
    Pause pause,
    RelayStarter starter) {

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Lets time pass. */
  @FunctionalInterface
  public interface Pause {

    void forMillis(long millis) throws InterruptedException;
  }
}
