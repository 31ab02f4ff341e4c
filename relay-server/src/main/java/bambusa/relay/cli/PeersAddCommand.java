package bambusa.relay.cli;

import bambusa.relay.config.SettingsException;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.peers.PeersFile;
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
    PeerAddress address = change.address();
    PeersFile file = new PeersFile(change.directory(surroundings));
    if (PeersFileAccess.change(file, peers -> peers.add(address))) {
      surroundings.out().println(address);
    } else {
      surroundings.err().println(address + " is a peer already");
    }
    return 0;
  }
}
