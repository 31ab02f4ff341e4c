package bambusa.sim;

import java.util.Optional;

/** The command behind {@code ./simulate}: any number of histories, or one that failed again. */
public final class Simulate {

  private static final String USAGE =
      "./simulate [--seed N] [--histories K] [--trace]: K histories (1000) from seed N (1) on;"
          + " --trace tells what happens in each";

  private Simulate() {}

  private record Asked(long seed, long histories, boolean tracing) {

    static Asked of(String[] arguments) {
      long seed = 1;
      long histories = 1_000;
      boolean tracing = false;
      for (int i = 0; i < arguments.length; i++) {
        switch (arguments[i]) {
          case "--seed" -> seed = number(arguments, ++i);
          case "--histories" -> histories = number(arguments, ++i);
          case "--trace" -> tracing = true;
          default -> throw new IllegalArgumentException("unknown: '" + arguments[i] + "'");
        }
      }
      return new Asked(seed, histories, tracing);
    }

    private static long number(String[] arguments, int at) {
      if (at == arguments.length || !arguments[at].matches("\\d{1,18}")) {
        String got = at == arguments.length ? "nothing" : "'" + arguments[at] + "'";
        throw new IllegalArgumentException(
            "expected a whole number behind " + arguments[at - 1] + ", got " + got);
      }
      return Long.parseLong(arguments[at]);
    }
  }

  /** Exits with 1 when a history failed, with 2 when the arguments are wrong. */
  public static void main(String[] arguments) {
    Asked asked;
    try {
      asked = Asked.of(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + USAGE);
      System.exit(2);
      return;
    }
    run(asked);
  }

  private static void run(Asked asked) {
    Tally tally = new Tally();
    Signatures signatures = new Signatures();
    long failed = 0;
    long begun = System.nanoTime();
    for (long each = asked.seed; each != asked.seed + asked.histories; each++) {
      Optional<String> wrong = new History(each, tally, signatures, asked.tracing).run();
      if (wrong.isPresent()) {
        failed++;
        System.out.println("./simulate --seed " + each + " --histories 1 --trace");
        System.out.println(wrong.get());
      }
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.println(
        asked.histories + " histories in " + seconds + " s, " + failed + " failed: " + tally);
    if (failed > 0) {
      System.exit(1);
    }
  }
}
