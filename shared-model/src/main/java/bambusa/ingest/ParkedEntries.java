package bambusa.ingest;

import bambusa.crypto.Hash;
import bambusa.log.LogKey;
import bambusa.operation.DocumentViewId;
import bambusa.operation.SchemaId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What waits for its past, apart by what was asked for: an entry must be decided by the choice it
 * came under, and no session can push out what another has parked. Choices are told apart by {@code
 * equals}. Any thread may call.
 */
public final class ParkedEntries {

  /** Sessions with different choices; the one parked for longest ago goes first. */
  private static final int MAX_CHOICES = 16;

  private final int maxEntries;
  private final long maxBytes;
  private final Map<DocumentChoice, ParkingPool> pools = new LinkedHashMap<>();
  private final Map<DocumentChoice, List<VerifiedEntry>> taken = new LinkedHashMap<>();
  private long evictedWithPool;

  /** Limits of what is parked under one choice. */
  public ParkedEntries(int maxEntries, long maxBytes) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  /** Entries to be decided now, by the choice they came under. */
  public record Ready(DocumentChoice asked, List<VerifiedEntry> entries) {
    public Ready {
      entries = List.copyOf(entries);
    }
  }

  public synchronized void park(DocumentChoice asked, VerifiedEntry entry, Set<Hash> missing) {
    ParkingPool pool = pools.get(asked);
    if (pool == null) {
      if (pools.size() == MAX_CHOICES) {
        ParkingPool evicted = pools.remove(pools.keySet().iterator().next());
        evictedWithPool += evicted == null ? 0 : evicted.evicted() + evicted.size();
      }
      pool = new ParkingPool(maxEntries, maxBytes);
      pools.put(asked, pool);
    }
    pool.park(entry, missing);
  }

  /** Takes out what came under one choice and waits for any of these. */
  public synchronized List<VerifiedEntry> take(DocumentChoice asked, Iterable<Hash> arrived) {
    @Nullable ParkingPool pool = pools.get(asked);
    List<VerifiedEntry> ready = pool == null ? List.of() : pool.arrived(arrived);
    noteTaken(asked, ready);
    return ready;
  }

  /** Takes out all that waits for any of these. */
  public synchronized List<Ready> take(Iterable<Hash> arrived) {
    List<Ready> ready = new ArrayList<>();
    for (Map.Entry<DocumentChoice, ParkingPool> pool : pools.entrySet()) {
      add(ready, pool.getKey(), pool.getValue().arrived(arrived));
    }
    return ready;
  }

  /** Takes out all of one log: a fork decides otherwise about it. */
  public synchronized List<Ready> take(LogKey log) {
    List<Ready> ready = new ArrayList<>();
    for (Map.Entry<DocumentChoice, ParkingPool> pool : pools.entrySet()) {
      add(ready, pool.getKey(), pool.getValue().ofLog(log));
    }
    return ready;
  }

  private void add(List<Ready> ready, DocumentChoice asked, List<VerifiedEntry> entries) {
    if (!entries.isEmpty()) {
      ready.add(new Ready(asked, entries));
      noteTaken(asked, entries);
    }
  }

  private void noteTaken(DocumentChoice asked, List<VerifiedEntry> entries) {
    if (!entries.isEmpty()) {
      taken.computeIfAbsent(asked, none -> new ArrayList<>()).addAll(entries);
    }
  }

  /** What was taken out is decided for good: the transaction is on disk. */
  public synchronized void decided() {
    taken.clear();
  }

  /** The transaction was rolled back: what was taken out for it waits again. */
  public synchronized void restore() {
    Map<DocumentChoice, List<VerifiedEntry>> restored = new LinkedHashMap<>(taken);
    taken.clear();
    restored.forEach(
        (asked, entries) -> entries.forEach(entry -> park(asked, entry, causes(entry))));
  }

  /** All it directly stands on: whichever arrives, it is tried again. */
  private static Set<Hash> causes(VerifiedEntry entry) {
    Set<Hash> causes = new LinkedHashSet<>();
    entry.entry().backlink().ifPresent(causes::add);
    entry.operation().previous().map(DocumentViewId::operationIds).ifPresent(causes::addAll);
    SchemaId schemaId = entry.operation().schemaId();
    schemaId.definition().map(DocumentViewId::operationIds).ifPresent(causes::addAll);
    return causes;
  }

  /** Whether something waits for an entry. */
  public synchronized boolean isMissing(Hash hash) {
    for (ParkingPool pool : pools.values()) {
      if (pool.isMissing(hash)) {
        return true;
      }
    }
    return false;
  }

  /** Whether nothing that came under this choice waits. */
  public synchronized boolean isEmpty(DocumentChoice asked) {
    @Nullable ParkingPool pool = pools.get(asked);
    return pool == null || pool.size() == 0;
  }

  /** Hashes to ask for, at most {@code limit}. */
  public synchronized List<Hash> missing(int limit) {
    Set<Hash> missing = new LinkedHashSet<>();
    for (ParkingPool pool : pools.values()) {
      missing.addAll(pool.missing(limit - missing.size()));
    }
    return List.copyOf(missing);
  }

  public synchronized int size() {
    int size = 0;
    for (ParkingPool pool : pools.values()) {
      size += pool.size();
    }
    return size;
  }

  /** How many were evicted since the start: what brought them must be read again. */
  public synchronized long evicted() {
    long evicted = evictedWithPool;
    for (ParkingPool pool : pools.values()) {
      evicted += pool.evicted();
    }
    return evicted;
  }
}
