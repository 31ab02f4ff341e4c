package bambusa.sim;

import java.util.PriorityQueue;

/**
 * A clock that jumps from event to event. Events of one moment happen in the order they were set.
 */
final class VirtualTime {

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nowMillis;
  private long order;

  private record Event(long atMillis, long order, Runnable happening) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atMillis, other.atMillis);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  long nowMillis() {
    return nowMillis;
  }

  void after(long millis, Runnable happening) {
    events.add(new Event(nowMillis + Math.max(0, millis), order, happening));
    order++;
  }

  /** Lets everything happen up to a moment. */
  void runUntil(long millis) {
    while (!events.isEmpty() && events.element().atMillis() <= millis) {
      Event event = events.remove();
      nowMillis = event.atMillis();
      event.happening().run();
    }
    nowMillis = millis;
  }
}
