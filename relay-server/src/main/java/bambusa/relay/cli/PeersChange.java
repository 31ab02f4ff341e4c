package bambusa.relay.cli;

import bambusa.relay.config.SettingsException;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.peers.PeersFile;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What adding and removing a peer have in common: which one, and in which file. */
final class PeersChange {

  @Parameters(
      paramLabel = "URL",
      description =
          "Address of the relay: http(s)://host[:port] or qp2p://host[:port]; the port is 2020, or"
              + " 2022, when left out.")
  String url = "";

  @Mixin DataOption data = new DataOption();
  @Mixin HelpOption help = new HelpOption();

  /** Changes the peers of a file; false when there is nothing to change. */
  interface Change {
    boolean apply(Set<PeerAddress> peers, PeerAddress address, Path file) throws CommandException;
  }

  /** Prints the address, unless nothing changed. */
  void run(Surroundings surroundings, Change change)
      throws SettingsException, CommandException, WrongUseException {
    PeerAddress address = PeersFileAccess.address(url);
    Path directory = data.directory(surroundings);
    PeersFile file = new PeersFile(directory);
    Set<PeerAddress> peers = PeersFileAccess.read(file);
    if (change.apply(peers, address, directory.resolve(PeersFile.NAME))) {
      PeersFileAccess.write(file, peers);
      surroundings.out().println(address);
    }
  }
}
