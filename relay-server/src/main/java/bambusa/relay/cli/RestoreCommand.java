package bambusa.relay.cli;

import bambusa.relay.storage.ReadStore;
import bambusa.relay.storage.StoreAddress;
import bambusa.relay.storage.StoreCopy;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./relay restore}: a store from a backup. */
@Command(
    name = "restore",
    description = "Make a store from a backup, in a place where nothing is, and verify it.",
    footerHeading = "%n",
    footer = {
      "The store gets a new id: it may lack what readers have seen since the backup, so they",
      "begin anew and skip what they have. Stopped in between, the command goes on where it was",
      "when it is run again; until then no relay starts with the store.",
      "",
      "Examples:",
      "  ./relay restore monday.sqlite --data /srv/new",
      "  ./relay restore monday.sqlite --store postgresql://USER:PASSWORD@HOST:5432/DATABASE"
    })
final class RestoreCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "What './relay backup' wrote.")
  String file = "";

  @Mixin StoreOption store = new StoreOption();
  @Mixin HelpOption help = new HelpOption();

  private final Surroundings surroundings;

  RestoreCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Path source = surroundings.workingDirectory().resolve(file);
    StoreAddress.Sqlite from = new StoreAddress.Sqlite(source);
    StoreAddress target = store.settings(surroundings).store();
    long entries =
        StoreWork.on(
            from,
            () -> {
              try (ReadStore backup = ReadStore.open(from)) {
                StoreCopy copy = new StoreCopy(backup, target, StoreWork.progress(surroundings));
                return StoreWork.on(
                    target,
                    () -> copy.restore(StoreWork.verifying(surroundings), surroundings.random()));
              }
            });
    surroundings.out().println("restored and verified " + entries + " entries in " + target);
    return 0;
  }
}
