package bambusa.sim;

import bambusa.replication.SessionState;
import java.util.EnumMap;
import java.util.Map;

/** Counts what happened, over any number of histories. */
final class Tally {

  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private final Map<SessionState, Long> states = new EnumMap<>(SessionState.class);
  private long entries;
  private long forks;

  Tally() {
    for (Fault fault : Fault.values()) {
      faults.put(fault, 0L);
    }
    for (SessionState state : SessionState.values()) {
      states.put(state, 0L);
    }
  }

  void happened(Fault fault) {
    faults.merge(fault, 1L, Long::sum);
  }

  void happened(Fault fault, long times) {
    faults.merge(fault, times, Long::sum);
  }

  void entered(SessionState state) {
    states.merge(state, 1L, Long::sum);
  }

  void published(long newEntries, long newForks) {
    entries += newEntries;
    forks += newForks;
  }

  Map<Fault, Long> faults() {
    return faults;
  }

  Map<SessionState, Long> states() {
    return states;
  }

  @Override
  public String toString() {
    return entries + " entries, " + forks + " forks; " + faults + "; " + states;
  }
}
