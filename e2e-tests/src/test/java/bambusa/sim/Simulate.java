package bambusa.sim;

import java.util.Optional;

/** The command behind {@code ./simulate}: any number of histories, or one that failed again. */
public final class Simulate {

  private Simulate() {}

  /** Runs {@code --histories N} from {@code --seed S} on; {@code --trace} tells what happens. */
  public static void main(String[] arguments) {
    long seed = 1;
    long histories = 1_000;
    boolean tracing = false;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--seed" -> seed = Long.parseLong(arguments[++i]);
        case "--histories" -> histories = Long.parseLong(arguments[++i]);
        case "--trace" -> tracing = true;
        default -> throw new IllegalArgumentException("expected --seed N --histories K --trace");
      }
    }
    Tally tally = new Tally();
    Signatures signatures = new Signatures();
    long failed = 0;
    long begun = System.nanoTime();
    for (long each = seed; each != seed + histories; each++) {
      Optional<String> wrong = new History(each, tally, signatures, tracing).run();
      if (wrong.isPresent()) {
        failed++;
        System.out.println("./simulate --seed " + each + " --histories 1 --trace");
        System.out.println(wrong.get());
      }
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.println(
        histories + " histories in " + seconds + " s, " + failed + " failed: " + tally);
    if (failed > 0) {
      System.exit(1);
    }
  }
}
