package bambusa.relay.cli;

import bambusa.relay.config.SettingsException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./relay peers remove}. */
@Command(name = "remove", description = "Pull from this relay no longer; what it sent stays.")
final class PeersRemoveCommand implements Callable<Integer> {

  @Mixin PeersChange change = new PeersChange();

  private final Surroundings surroundings;

  PeersRemoveCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws SettingsException, CommandException, WrongUseException {
    change.run(
        surroundings,
        (peers, address, file) -> {
          if (!peers.remove(address)) {
            throw new CommandException(address + " is not among the peers of " + file);
          }
          return true;
        });
    return 0;
  }
}
