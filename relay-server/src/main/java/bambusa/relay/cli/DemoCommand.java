package bambusa.relay.cli;

import bambusa.crypto.Signer;
import bambusa.operation.Action;
import bambusa.relay.client.RelayClient;
import bambusa.relay.client.RelayClientException;
import bambusa.relay.demo.DemoStep;
import bambusa.relay.demo.Garden;
import bambusa.relay.signing.BouncyCastleSigner;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./relay demo}: something to watch. */
@Command(
    name = "demo",
    description =
        "Fill a running relay: several authors describe the bamboo of a garden, entry by entry, so that"
            + " you can watch them arrive on the relay's page.",
    footerHeading = "%n",
    footer = {
      "Every run has new authors and new schemas. Ctrl-C ends it; what was published stays.",
      "",
      "Examples:",
      "  ./relay demo",
      "  ./relay demo --entries 20000 --every 0      as fast as it goes"
    })
final class DemoCommand implements Callable<Integer> {

  private static final int MAX_AUTHORS = 1_000;
  private static final int MAX_ENTRIES = 1_000_000;
  private static final int MAX_EVERY_MILLIS = 60_000;
  private static final int SHORT = 12;

  @Mixin RelayAddress relay = new RelayAddress();

  @Option(
      names = "--authors",
      paramLabel = "N",
      defaultValue = "5",
      description = {"How many authors write.", "  Default: ${DEFAULT-VALUE}"})
  int authors;

  @Option(
      names = "--entries",
      paramLabel = "N",
      defaultValue = "300",
      description = {
        "How many entries they write, those that define the schemas included.",
        "  Default: ${DEFAULT-VALUE}"
      })
  int entries;

  @Option(
      names = "--every",
      paramLabel = "MS",
      defaultValue = "200",
      description = {"Milliseconds between two entries.", "  Default: ${DEFAULT-VALUE}"})
  int everyMillis;

  @Mixin HelpOption help = new HelpOption();

  private final Surroundings surroundings;

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws WrongUseException, RelayClientException, InterruptedException {
    requireBetween("--authors", authors, 1, MAX_AUTHORS);
    requireBetween("--entries", entries, Garden.SCHEMA_ENTRIES, MAX_ENTRIES);
    requireBetween("--every", everyMillis, 0, MAX_EVERY_MILLIS);
    RelayClient client = relay.client(surroundings);
    PrintStream out = surroundings.out();
    out.println(authors + " authors write " + entries + " entries to " + client.endpoint());
    Garden garden = new Garden(client, signers(), surroundings.random());
    garden.schemaIds().forEach(id -> out.println("schema " + id));
    Map<Action, Integer> counts = new EnumMap<>(Action.class);
    for (int done = Garden.SCHEMA_ENTRIES + 1; done <= entries; done++) {
      surroundings.pause().forMillis(everyMillis);
      DemoStep step = garden.grow();
      counts.merge(step.action(), 1, Integer::sum);
      out.println(line(done, step));
    }
    out.println(
        "done: "
            + counts.getOrDefault(Action.CREATE, 0)
            + " documents created, "
            + counts.getOrDefault(Action.UPDATE, 0)
            + " updates, "
            + counts.getOrDefault(Action.DELETE, 0)
            + " deleted");
    return 0;
  }

  private List<Signer> signers() {
    List<Signer> signers = new ArrayList<>();
    for (int i = 0; i < authors; i++) {
      byte[] seed = new byte[BouncyCastleSigner.SEED_SIZE];
      surroundings.random().nextBytes(seed);
      signers.add(BouncyCastleSigner.ofSeed(seed));
    }
    return signers;
  }

  private String line(int done, DemoStep step) {
    String number = Integer.toString(done);
    String total = Integer.toString(entries);
    String verb =
        switch (step.action()) {
          case CREATE -> " creates a ";
          case UPDATE -> " updates a ";
          case DELETE -> " deletes a ";
        };
    return " ".repeat(total.length() - number.length())
        + number
        + "/"
        + total
        + "  author "
        + step.author().toString().substring(0, SHORT)
        + verb
        + step.schemaId().name()
        + (step.ofAnother() ? " of another author" : "");
  }

  private static void requireBetween(String option, int value, int least, int most)
      throws WrongUseException {
    if (value < least || value > most) {
      throw new WrongUseException(
          option + ": expected a number from " + least + " to " + most + ", got " + value);
    }
  }
}
