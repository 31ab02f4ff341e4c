package bambusa.relay.cli;

import bambusa.relay.storage.ReadStore;
import bambusa.relay.storage.StoreAddress;
import bambusa.relay.storage.StoreFaults;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./relay verify}: finds what is broken in a store. */
@Command(
    name = "verify",
    description =
        "Verify every signature, link, hash, index and height of a store, also while a relay uses"
            + " it.",
    footerHeading = "%n",
    footer = {
      "Names on standard output what is broken, one line each. Exit code 0: all is well; 1:"
          + " something is",
      "broken, or the store cannot be read.",
      "",
      "Examples:",
      "  ./relay verify",
      "  ./relay verify --store sqlite:monday.sqlite        a backup"
    })
final class VerifyCommand implements Callable<Integer> {

  @Mixin StoreOption store = new StoreOption();
  @Mixin HelpOption help = new HelpOption();

  private final Surroundings surroundings;

  VerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    StoreAddress address = store.settings(surroundings).store();
    AtomicLong broken = new AtomicLong();
    long entries = StoreWork.on(address, () -> verify(address, broken));
    if (broken.get() > 0) {
      throw new CommandException(
          address + ": " + broken.get() + " faults in " + entries + " entries");
    }
    surroundings.out().println("all " + entries + " entries and what is told of them are good");
    return 0;
  }

  private long verify(StoreAddress address, AtomicLong broken) {
    ProgressLine progress = new ProgressLine(surroundings);
    StoreFaults faults =
        new StoreFaults() {
          @Override
          public void done(long entries, long expected) {
            progress.say("verified", entries, expected);
          }

          @Override
          public void broken(String what) {
            broken.incrementAndGet();
            surroundings.out().println(what);
          }
        };
    try (ReadStore opened = ReadStore.open(address)) {
      return opened.verify(faults, () -> StoreWork.judge(surroundings), StoreWork.threads());
    }
  }
}
