package bambusa.relay.cli;

import bambusa.relay.storage.ReadStore;
import bambusa.relay.storage.StoreAddress;
import bambusa.relay.storage.StoreCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./relay backup}: one state of a store as a file. */
@Command(
    name = "backup",
    description = "Copy one state of the store into a new file, also while a relay uses it.",
    footerHeading = "%n",
    footer = {
      "The file is a store in SQLite, whichever database the store is in. Stopped in between, the",
      "command goes on where it was when it is run again, unless the store has changed; until it",
      "is whole, the file is named FILE.part. The QUIC certificate and the lists of peers and",
      "bans are not in it: copy quic.pem, peers.txt and bans.txt from the data directory.",
      "",
      "Examples:",
      "  ./relay backup monday.sqlite",
      "  ./relay verify --store sqlite:monday.sqlite",
      "  ./relay restore monday.sqlite --data /srv/new"
    })
final class BackupCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "A new file.")
  String file = "";

  @Mixin StoreOption store = new StoreOption();
  @Mixin HelpOption help = new HelpOption();

  private final Surroundings surroundings;

  BackupCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Path target = surroundings.workingDirectory().resolve(file);
    if (Files.exists(target)) {
      throw new CommandException("expected a new file, but " + target + " exists");
    }
    Path part = target.resolveSibling(target.getFileName() + ".part");
    StoreAddress address = store.settings(surroundings).store();
    StoreAddress.Sqlite copy = new StoreAddress.Sqlite(part);
    long entries =
        StoreWork.on(
            address,
            () -> {
              try (ReadStore opened = ReadStore.open(address)) {
                return new StoreCopy(opened, copy, StoreWork.progress(surroundings)).backUp();
              }
            });
    keep(part, target);
    surroundings.out().println("backed up " + entries + " entries to " + target);
    return 0;
  }

  private static void keep(Path part, Path target) throws CommandException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(part.resolveSibling(part.getFileName() + ".lock"));
    } catch (IOException e) {
      throw new CommandException("cannot write " + target + ": " + e, e);
    }
  }
}
