package bambusa.relay.cli;

import bambusa.relay.config.RelaySettings;

/** Puts a relay together and starts it. Implemented outside, where the parts are known. */
@FunctionalInterface
public interface RelayStarter {

  /** Returns when the relay answers. */
  RunningRelay start(RelaySettings settings) throws CommandException;
}
