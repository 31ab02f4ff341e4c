package bambusa.sim;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Carries messages between nodes: late, in any order, or not at all. */
final class Network {

  private static final int SLOW_MILLIS = 12_000;

  private final VirtualTime time;
  private final Random random;
  private final Tally tally;
  private final Set<Set<String>> cut = new HashSet<>();
  private double loss;
  private double slow;

  Network(VirtualTime time, Random random, Tally tally, double loss) {
    this.time = time;
    this.random = random;
    this.tally = tally;
    this.loss = loss;
    this.slow = loss / 2;
  }

  void cut(String one, String other) {
    cut.add(Set.of(one, other));
  }

  void join(String one, String other) {
    cut.remove(Set.of(one, other));
  }

  /** From now on nothing is lost. */
  void heal() {
    cut.clear();
    loss = 0;
    slow = 0;
  }

  boolean isTroubled() {
    return loss > 0;
  }

  /** Delivers a message some time later, unless it gets lost on the way. */
  void send(String from, String to, Fault whenLost, Runnable delivery) {
    if (from.equals(to)) {
      time.after(1, delivery);
      return;
    }
    if (random.nextDouble() < loss) {
      tally.happened(whenLost);
      return;
    }
    long delay = 1 + random.nextInt(80);
    if (random.nextDouble() < slow) {
      delay = 1 + random.nextInt(SLOW_MILLIS);
    }
    time.after(delay, () -> deliver(from, to, delivery));
  }

  private void deliver(String from, String to, Runnable delivery) {
    if (cut.contains(Set.of(from, to))) {
      tally.happened(Fault.MESSAGE_CUT_OFF);
    } else {
      delivery.run();
    }
  }
}
