package bambusa.leecher.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Things with numbers, in the order in which they came. Who comes again after it was dropped has
 * another one.
 */
final class Numbered<T> {

  private final List<T> all = new ArrayList<>();
  private final Map<T, Integer> numbers = new HashMap<>();

  /** How many numbers were given. */
  int size() {
    return all.size();
  }

  /** Those that were not dropped; in no order. */
  Set<T> held() {
    return numbers.keySet();
  }

  /** Those that were not dropped, in the order in which they came. */
  List<T> heldInOrder() {
    List<T> held = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (isHeld(i)) {
        held.add(all.get(i));
      }
    }
    return held;
  }

  T get(int number) {
    return all.get(number);
  }

  /** Null if it never came, or was dropped. */
  @Nullable Integer numberOf(T thing) {
    return numbers.get(thing);
  }

  /** Whether what a number was given to still has it. */
  boolean isHeld(int number) {
    Integer held = numbers.get(all.get(number));
    return held != null && held == number;
  }

  int add(T thing) {
    numbers.put(thing, all.size());
    all.add(thing);
    return all.size() - 1;
  }

  void drop(T thing) {
    numbers.remove(thing);
  }

  void dropAllBut(Set<T> left) {
    for (T thing : all) {
      if (!left.contains(thing)) {
        numbers.remove(thing);
      }
    }
  }
}
