package bambusa.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What benchmarks found, printed as it comes; the budgets of DESIGN.md together at the end. */
public final class Report {

  private final List<String> verdicts = new ArrayList<>();

  /** Begins a group of figures. */
  public void section(String title) {
    System.out.println();
    System.out.println(title);
  }

  /** A figure: the median of some rounds. */
  public double figure(String what, String unit, double... rounds) {
    double median = median(rounds);
    System.out.printf(Locale.ROOT, "  %-52s %,12.1f %s%n", what, median, unit);
    return median;
  }

  /** A figure that must not be less. */
  public void atLeast(double budget, String what, double... rounds) {
    double median = median(rounds);
    verdict(what, median, "at least", budget, median >= budget);
  }

  /** A figure that must not be more. */
  public void atMost(double budget, String what, double... rounds) {
    double median = median(rounds);
    verdict(what, median, "at most", budget, median <= budget);
  }

  private void verdict(String what, double median, String relation, double budget, boolean met) {
    String line =
        String.format(
            Locale.ROOT,
            "  %-52s %,12.2f   budget %s %,.2f: %s",
            what,
            median,
            relation,
            budget,
            met ? "met" : "MISSED");
    System.out.println(line);
    verdicts.add(line);
  }

  /** Prints all budgets once more. */
  public void end() {
    section("Budgets");
    verdicts.forEach(System.out::println);
  }

  /** The middle one of some figures. */
  static double median(double... rounds) {
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
