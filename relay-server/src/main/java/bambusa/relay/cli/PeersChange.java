package bambusa.relay.cli;

import bambusa.relay.config.SettingsException;
import bambusa.relay.peers.PeerAddress;
import java.nio.file.Path;
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

  PeerAddress address() throws WrongUseException {
    return PeersFileAccess.address(url);
  }

  Path directory(Surroundings surroundings) throws SettingsException {
    return data.directory(surroundings);
  }
}
