package bambusa.relay.cli;

import bambusa.relay.config.SettingsException;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.peers.PeersFile;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./relay peers}: the peers that can be changed while the relay runs. */
@Command(
    name = "peers",
    description = "List, add and remove the peers a relay pulls from, also while it runs.",
    footerHeading = "%n",
    footer = {
      "They stand in peers.txt in the data directory, which a running relay reads again when it changes.",
      "Peers given by --peer are not in it, and stay. How it goes with each shows at /peers of the relay.",
      "",
      "Examples:",
      "  ./relay peers                                      list them",
      "  ./relay peers add http://relay.example:2020",
      "  ./relay peers remove http://relay.example:2020"
    })
final class PeersCommand implements Callable<Integer> {

  @Mixin DataOption data = new DataOption();
  @Mixin HelpOption help = new HelpOption();

  private final Surroundings surroundings;

  PeersCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws SettingsException, CommandException {
    Path directory = data.directory(surroundings);
    Set<PeerAddress> peers = PeersFileAccess.read(new PeersFile(directory));
    if (peers.isEmpty()) {
      surroundings
          .err()
          .println(
              "no peers in "
                  + directory.resolve(PeersFile.NAME)
                  + "; those of --peer show at /peers of the running relay");
    }
    peers.forEach(surroundings.out()::println);
    return 0;
  }
}
