package bambusa.relay.cli;

import bambusa.relay.config.RelaySettings;
import bambusa.relay.config.SettingsException;
import bambusa.relay.config.SettingsReader;
import bambusa.relay.logging.RelayLog;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a relay from the options to the signal that ends it. */
final class Service {

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  /** Below the five seconds after which supervisors lose patience. */
  private static final long CLOSE_TIMEOUT_MILLIS = 4_500;

  private final Surroundings surroundings;

  Service(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Returns only when the relay could not start; a running one ends with the process. */
  int run(ServeOptions options) throws SettingsException, CommandException, InterruptedException {
    RelaySettings settings =
        new SettingsReader(
                surroundings.environment(), surroundings.workingDirectory(), surroundings.home())
            .read(options, options.other.config);
    RelayLog.write(settings.hosting().logFormat());
    RunningRelay relay = surroundings.starter().start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(relay), "stop"));
    StartReport.lines(settings, relay).forEach(surroundings.out()::println);
    surroundings.out().flush();
    new CountDownLatch(1).await();
    return 0;
  }

  private static void close(RunningRelay relay) {
    Thread closing = new Thread(relay::close, "close");
    // A daemon, so that the process ends in time even when a request does not.
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(CLOSE_TIMEOUT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (closing.isAlive()) {
      LOG.warn("stopped before everything had finished; what was acknowledged is stored");
    } else {
      LOG.info("stopped");
    }
  }
}
