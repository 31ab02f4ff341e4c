package bambusa.leecher.worker;

import java.util.List;

/** Which of several relays is asked: the first as long as it answers, else the next that does. */
final class RelayChoice {

  private final List<String> relays;
  private int current;
  private int failedInARow;

  RelayChoice(List<String> relays) {
    this.relays = List.copyOf(relays);
  }

  boolean isNone() {
    return relays.isEmpty();
  }

  String address() {
    return relays.get(current);
  }

  String preferred() {
    return relays.get(0);
  }

  boolean isPreferred() {
    return current == 0;
  }

  /** Goes on to the next; says whether all have failed now, one after the other. */
  boolean failed() {
    current = (current + 1) % relays.size();
    failedInARow++;
    if (failedInARow < relays.size()) {
      return false;
    }
    failedInARow = 0;
    return true;
  }

  /** The relay was of use. */
  void worked() {
    failedInARow = 0;
  }

  /** Goes back to the first. */
  void prefer() {
    current = 0;
  }
}
