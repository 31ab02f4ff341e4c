package bambusa.relay.cli;

import bambusa.relay.config.SettingsException;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.peers.PeersFile;
import java.nio.file.Path;
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
    PeerAddress address = change.address();
    Path directory = change.directory(surroundings);
    if (!PeersFileAccess.change(new PeersFile(directory), peers -> peers.remove(address))) {
      throw new CommandException(
          address + " is not among the peers of " + directory.resolve(PeersFile.NAME));
    }
    surroundings.out().println(address);
    return 0;
  }
}
