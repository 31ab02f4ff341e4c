package bambusa.relay.demo;

import java.util.List;
import java.util.random.RandomGenerator;

/** Chance among a few. */
final class Pick {

  private Pick() {}

  static <T> T of(List<T> choices, RandomGenerator random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
