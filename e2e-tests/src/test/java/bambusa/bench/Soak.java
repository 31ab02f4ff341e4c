package bambusa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code ./soak quic [--pages N] [--queries N] [--loss PERCENT,…] [--connections N] [--load]
 * [--deadline SECONDS]}.
 */
public final class Soak {

  private static final String USE =
      "./soak quic [--pages N] [--queries N] [--loss PERCENT,...] [--connections N] [--load]"
          + " [--deadline SECONDS]";

  private int pages = 10_000;
  private int queries = 100_000;
  private List<Double> losses = List.of(0.0, 2.0, 10.0);
  private int connections = 1;
  private boolean load;
  private long deadlineMillis = 30_000;

  private Soak() {}

  /** Ends with 1 when something took too long or was left over. */
  public static void main(String[] arguments) throws Exception {
    Soak soak = new Soak();
    if (!soak.isRead(List.of(arguments))) {
      System.err.println(USE);
      System.exit(2);
    }
    if (!soak.run()) {
      System.exit(1);
    }
  }

  private boolean isRead(List<String> arguments) {
    try {
      return read(arguments);
    } catch (NumberFormatException e) {
      System.err.println("expected a number: " + e.getMessage());
      return false;
    }
  }

  private boolean read(List<String> arguments) {
    if (arguments.isEmpty() || !arguments.get(0).equals("quic")) {
      return false;
    }
    for (int i = 1; i < arguments.size(); i++) {
      if (arguments.get(i).equals("--load")) {
        load = true;
      } else if (i + 1 < arguments.size()) {
        i++;
        if (!set(arguments.get(i - 1), arguments.get(i))) {
          return false;
        }
      } else {
        return false;
      }
    }
    return true;
  }

  private boolean set(String option, String value) {
    switch (option) {
      case "--pages" -> pages = Integer.parseInt(value);
      case "--queries" -> queries = Integer.parseInt(value);
      case "--loss" -> losses = Stream.of(value.split(",")).map(Double::valueOf).toList();
      case "--connections" -> connections = Integer.parseInt(value);
      case "--deadline" -> deadlineMillis = 1_000 * Long.parseLong(value);
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean run() throws Exception {
    boolean passed = true;
    for (double loss : losses) {
      System.out.printf(
          "%d pages and %d small queries over %d connections, %.0f %% lost, %s%n",
          pages, queries, connections, loss, load ? "every processor busy" : "no load of our own");
      Path directory = Files.createTempDirectory("soak");
      try {
        QuicSoak.Plan plan =
            new QuicSoak.Plan(pages, queries, connections, loss / 100, load, deadlineMillis);
        passed &= QuicSoak.run(plan, directory);
      } finally {
        delete(directory);
      }
    }
    System.out.println(passed ? "passed" : "FAILED");
    return passed;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
