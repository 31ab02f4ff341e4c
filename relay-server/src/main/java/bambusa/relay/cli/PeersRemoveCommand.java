package bambusa.relay.cli;

import bambusa.relay.config.SettingsException;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.peers.PeersFile;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./relay peers remove}. */
@Command(name = "remove", description = "Pull from this relay no longer; what it sent stays.")
final class PeersRemoveCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "URL",
      description =
          "Address of the relay: http(s)://host[:port] or qp2p://host[:port]; the port is 2020, or"
              + " 2022, when left out.")
  String url = "";

  @Mixin DataOption data = new DataOption();
  @Mixin HelpOption help = new HelpOption();

  private final Surroundings surroundings;

  PeersRemoveCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws SettingsException, CommandException, WrongUseException {
    PeerAddress address = PeersFileAccess.address(url);
    Path directory = data.directory(surroundings);
    PeersFile file = new PeersFile(directory);
    Set<PeerAddress> peers = PeersFileAccess.read(file);
    if (!peers.remove(address)) {
      throw new CommandException(
          address + " is not among the peers of " + directory.resolve(PeersFile.NAME));
    }
    PeersFileAccess.write(file, peers);
    surroundings.out().println(address);
    return 0;
  }
}
