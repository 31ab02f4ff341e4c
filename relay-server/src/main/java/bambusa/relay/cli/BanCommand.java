package bambusa.relay.cli;

import bambusa.relay.bans.Bans;
import bambusa.relay.bans.BansFile;
import bambusa.relay.config.SettingsException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./relay ban}. */
@Command(
    name = "ban",
    description =
        "Take in and share nothing of an owner, or of a document; without either, list the bans.",
    footerHeading = "%n",
    footer = {
      "The bans stand in bans.txt in the data directory, which a running relay reads again when",
      "it changes, within a second. What is banned is refused, and told to nobody any more; it",
      "stays in the store, so that './relay unban' brings it back. Others may hold it still.",
      "",
      "Examples:",
      "  ./relay ban                                        list them",
      "  ./relay ban owner 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      "  ./relay ban document 0020…"
    })
final class BanCommand implements Callable<Integer> {

  @Mixin BanTarget target = new BanTarget();
  @Mixin DataOption data = new DataOption();
  @Mixin HelpOption help = new HelpOption();

  private final Surroundings surroundings;

  BanCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws SettingsException, CommandException, WrongUseException {
    BansFile file = new BansFile(data.directory(surroundings));
    if (target.isGiven()) {
      if (BanTarget.change(file, target.ban())) {
        surroundings.out().println("banned " + target);
      } else {
        surroundings.err().println(target + " is banned already");
      }
      return 0;
    }
    Bans bans = BanTarget.read(file);
    bans.owners().forEach(owner -> surroundings.out().println("owner " + owner));
    bans.documents().forEach(document -> surroundings.out().println("document " + document));
    if (bans.isEmpty()) {
      surroundings.err().println("nothing is banned");
    }
    return 0;
  }
}
