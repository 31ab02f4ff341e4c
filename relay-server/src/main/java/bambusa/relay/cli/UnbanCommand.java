package bambusa.relay.cli;

import bambusa.relay.bans.BansFile;
import bambusa.relay.config.SettingsException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./relay unban}. */
@Command(
    name = "unban",
    description = "Take in and share an owner's documents, or a document, again.",
    footerHeading = "%n",
    footer = {
      "Whoever has read on in the meantime gets what was stored before the ban only by comparing heights.",
      "",
      "Example:",
      "  ./relay unban owner 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    })
final class UnbanCommand implements Callable<Integer> {

  @Mixin BanTarget target = new BanTarget();
  @Mixin DataOption data = new DataOption();
  @Mixin HelpOption help = new HelpOption();

  private final Surroundings surroundings;

  UnbanCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws SettingsException, CommandException, WrongUseException {
    BansFile file = new BansFile(data.directory(surroundings));
    if (!BanTarget.change(file, target.unban())) {
      throw new CommandException(target + " is not banned");
    }
    surroundings.out().println("unbanned " + target);
    return 0;
  }
}
