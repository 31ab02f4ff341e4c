package bambusa.relay;

import bambusa.relay.cli.RelayCommandLine;
import bambusa.relay.cli.Surroundings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Where the process begins: hands the real world to the command line. */
public final class RelayMain {

  private RelayMain() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    SecureRandom random = new SecureRandom();
    Surroundings surroundings =
        new Surroundings(
            utf8(FileDescriptor.out),
            utf8(FileDescriptor.err),
            System.getenv(),
            Path.of("").toAbsolutePath(),
            Path.of(System.getProperty("user.home", "")),
            random,
            SteadyClock.millis(),
            Thread::sleep,
            settings -> Relay.start(settings, random));
    System.exit(new RelayCommandLine(surroundings).execute(arguments));
  }

  /** Standard streams write in the charset of the locale, which under C cannot write names. */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
