package bambusa.ingest;

import bambusa.crypto.Hash;
import bambusa.log.LogKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verified entries whose past has not arrived (replication.md 6, step 4), keyed by what is missing.
 * Bounded: the oldest is evicted first, and its log fetched again later. Serves one thread.
 */
public final class ParkingPool {

  private final int maxEntries;
  private final long maxBytes;
  private final Map<Hash, Waiting> waiting = new LinkedHashMap<>();
  private final Map<Hash, Set<Hash>> waitingFor = new HashMap<>();
  private long bytes;
  private long evicted;

  private record Waiting(VerifiedEntry entry, Set<Hash> missing) {}

  public ParkingPool(int maxEntries, long maxBytes) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  /** Parks an entry until one of the missing arrives; parked again it takes its new place. */
  public void park(VerifiedEntry entry, Set<Hash> missing) {
    remove(entry.hash());
    waiting.put(entry.hash(), new Waiting(entry, missing));
    bytes += size(entry);
    for (Hash hash : missing) {
      waitingFor.computeIfAbsent(hash, h -> new LinkedHashSet<>()).add(entry.hash());
    }
    while (waiting.size() > maxEntries || bytes > maxBytes) {
      remove(waiting.keySet().iterator().next());
      evicted++;
    }
  }

  /** Takes out everything that waits for one of these, oldest first. */
  public List<VerifiedEntry> arrived(Iterable<Hash> hashes) {
    List<VerifiedEntry> ready = new ArrayList<>();
    for (Hash hash : hashes) {
      Set<Hash> waiters = waitingFor.get(hash);
      if (waiters == null) {
        continue;
      }
      for (Hash waiter : List.copyOf(waiters)) {
        Waiting taken = remove(waiter);
        if (taken != null) {
          ready.add(taken.entry());
        }
      }
    }
    return ready;
  }

  /**
   * What the parked entries wait for and should be asked for by hash, oldest first, at most {@code
   * limit}.
   */
  public List<Hash> missing(int limit) {
    Set<Hash> missing = new LinkedHashSet<>();
    Iterator<Waiting> oldestFirst = waiting.values().iterator();
    while (oldestFirst.hasNext() && missing.size() < limit) {
      for (Hash hash : oldestFirst.next().missing()) {
        // What is parked itself has arrived; only what it waits for in turn is missing.
        if (!waiting.containsKey(hash) && missing.size() < limit) {
          missing.add(hash);
        }
      }
    }
    return List.copyOf(missing);
  }

  /** Whether an entry is waited for. */
  public boolean isMissing(Hash hash) {
    return waitingFor.containsKey(hash);
  }

  /** Takes out everything of one log: a fork decides otherwise about it. */
  public List<VerifiedEntry> ofLog(LogKey log) {
    List<VerifiedEntry> entries = new ArrayList<>();
    for (Waiting each : List.copyOf(waiting.values())) {
      if (each.entry().entry().logKey().equals(log)) {
        remove(each.entry().hash());
        entries.add(each.entry());
      }
    }
    return entries;
  }

  /** Number of parked entries. */
  public int size() {
    return waiting.size();
  }

  /** How many were evicted since the start. */
  public long evicted() {
    return evicted;
  }

  private @Nullable Waiting remove(Hash hash) {
    Waiting removed = waiting.remove(hash);
    if (removed == null) {
      return null;
    }
    bytes -= size(removed.entry());
    for (Hash missing : removed.missing()) {
      Set<Hash> waiters = waitingFor.get(missing);
      if (waiters != null && waiters.remove(hash) && waiters.isEmpty()) {
        waitingFor.remove(missing);
      }
    }
    return removed;
  }

  private static int size(VerifiedEntry entry) {
    return entry.entry().encoded().size() + entry.decoded().encodedOperation().size();
  }
}
