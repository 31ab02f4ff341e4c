package bambusa.relay.cli;

import bambusa.bytes.MalformedException;
import bambusa.relay.storage.ReadStore;
import bambusa.relay.storage.StoreAddress;
import bambusa.relay.storage.StoreCopy;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./relay migrate}: moves a store from one database to another. */
@Command(
    name = "migrate",
    description = "Move a store to another database: from SQLite to PostgreSQL, or back.",
    footerHeading = "%n",
    footer = {
      "Stop the relays that use it first. Everything is copied, order of arrival and id of the",
      "store included, so readers go on where they were; then every entry of the copy is",
      "verified. Stopped in between, the command goes on where it was when it is run again; until",
      "it is done no relay starts with the new store. A target that holds other entries is",
      "refused. Afterwards use only the new one: two stores of one id would mislead readers.",
      "",
      "Examples:",
      "  ./relay migrate --to postgresql://USER:PASSWORD@HOST:5432/DATABASE",
      "  ./relay migrate --from sqlite:/srv/bambusa --to"
          + " postgresql://USER:PASSWORD@HOST:5432/DATABASE",
      "  ./relay migrate --from postgresql://USER:PASSWORD@HOST:5432/DATABASE --to"
          + " sqlite:/srv/bambusa"
    })
final class MigrateCommand implements Callable<Integer> {

  @Option(
      names = "--from",
      paramLabel = "ADDR",
      description = {
        "The store as it is.",
        "  Default: the one that a relay with this data directory uses"
      })
  @Nullable String from;

  @Option(names = "--to", paramLabel = "ADDR", required = true, description = "Where it will be.")
  String to = "";

  @Mixin DataOption data = new DataOption();
  @Mixin HelpOption help = new HelpOption();

  private final Surroundings surroundings;

  MigrateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    StoreAddress source =
        from == null ? data.settings(surroundings).store() : address("--from", from);
    StoreAddress target = address("--to", to);
    if (source.equals(target)) {
      throw new WrongUseException("--to: expected another store than --from, got the same");
    }
    long entries =
        StoreWork.on(
            source,
            () -> {
              try (ReadStore opened = ReadStore.alone(source)) {
                StoreCopy copy = new StoreCopy(opened, target, StoreWork.progress(surroundings));
                return StoreWork.on(target, () -> copy.move(StoreWork.verifying(surroundings)));
              }
            });
    surroundings
        .out()
        .println("moved and verified " + entries + " entries; use " + target + " now");
    return 0;
  }

  private StoreAddress address(String option, String text) throws WrongUseException {
    try {
      return StoreAddress.parse(text, surroundings.workingDirectory());
    } catch (MalformedException e) {
      throw new WrongUseException(option + ": " + e.getMessage());
    }
  }
}
