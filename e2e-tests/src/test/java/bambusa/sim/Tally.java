package bambusa.sim;

import bambusa.replication.PullSession;
import java.util.EnumMap;
import java.util.Map;

/** Counts what happened, over any number of histories. */
final class Tally {

  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private final Map<PullSession.State, Long> states = new EnumMap<>(PullSession.State.class);
  private long entries;
  private long forks;

  Tally() {
    for (Fault fault : Fault.values()) {
      faults.put(fault, 0L);
    }
    for (PullSession.State state : PullSession.State.values()) {
      states.put(state, 0L);
    }
  }

  void happened(Fault fault) {
    faults.merge(fault, 1L, Long::sum);
  }

  void happened(Fault fault, long times) {
    faults.merge(fault, times, Long::sum);
  }

  void entered(PullSession.State state) {
    states.merge(state, 1L, Long::sum);
  }

  void published(long newEntries, long newForks) {
    entries += newEntries;
    forks += newForks;
  }

  Map<Fault, Long> faults() {
    return faults;
  }

  Map<PullSession.State, Long> states() {
    return states;
  }

  @Override
  public String toString() {
    return entries + " entries, " + forks + " forks; " + faults + "; " + states;
  }
}
