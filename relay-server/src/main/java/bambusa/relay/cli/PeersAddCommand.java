package bambusa.relay.cli;

import bambusa.relay.config.SettingsException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./relay peers add}. */
@Command(name = "add", description = "Pull from this relay too.")
final class PeersAddCommand implements Callable<Integer> {

  @Mixin PeersChange change = new PeersChange();

  private final Surroundings surroundings;

  PeersAddCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws SettingsException, CommandException, WrongUseException {
    change.run(
        surroundings,
        (peers, address, file) -> {
          if (!peers.add(address)) {
            surroundings.err().println(address + " is a peer already");
            return false;
          }
          return true;
        });
    return 0;
  }
}
