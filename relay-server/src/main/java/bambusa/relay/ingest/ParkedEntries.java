package bambusa.relay.ingest;

import bambusa.crypto.Hash;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.ParkingPool;
import bambusa.ingest.VerifiedEntry;
import bambusa.operation.DocumentViewId;
import bambusa.operation.SchemaId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What waits for its past, apart by what was asked for: an entry must be decided by the choice it
 * came under, and no session can push out what another has parked. Any thread may call.
 */
final class ParkedEntries {

  private static final int MAX_ENTRIES = 10_000;
  private static final long MAX_BYTES = 16L << 20;

  /** Sessions with different choices; the one parked for longest ago goes first. */
  private static final int MAX_CHOICES = 16;

  private final Map<DocumentChoice, ParkingPool> pools = new LinkedHashMap<>();
  private final Map<DocumentChoice, List<VerifiedEntry>> taken = new LinkedHashMap<>();

  /** Entries to be decided now, by the choice they came under. */
  record Ready(DocumentChoice asked, List<VerifiedEntry> entries) {}

  synchronized void park(DocumentChoice asked, VerifiedEntry entry, Set<Hash> missing) {
    ParkingPool pool = pools.get(asked);
    if (pool == null) {
      if (pools.size() == MAX_CHOICES) {
        pools.remove(pools.keySet().iterator().next());
      }
      pool = new ParkingPool(MAX_ENTRIES, MAX_BYTES);
      pools.put(asked, pool);
    }
    pool.park(entry, missing);
  }

  /** Whether nothing that came under this choice waits. */
  synchronized boolean isEmpty(DocumentChoice asked) {
    ParkingPool pool = pools.get(asked);
    return pool == null || pool.size() == 0;
  }

  /** Takes out what came under one choice and waits for any of these. */
  synchronized List<VerifiedEntry> take(DocumentChoice asked, Collection<Hash> arrived) {
    ParkingPool pool = pools.get(asked);
    List<VerifiedEntry> ready = pool == null ? List.of() : pool.arrived(arrived);
    if (!ready.isEmpty()) {
      taken.computeIfAbsent(asked, none -> new ArrayList<>()).addAll(ready);
    }
    return ready;
  }

  /** Takes out all that waits for any of these. */
  synchronized List<Ready> take(Collection<Hash> arrived) {
    List<Ready> ready = new ArrayList<>();
    for (DocumentChoice asked : List.copyOf(pools.keySet())) {
      List<VerifiedEntry> entries = take(asked, arrived);
      if (!entries.isEmpty()) {
        ready.add(new Ready(asked, entries));
      }
    }
    return ready;
  }

  /** What was taken out is decided for good: the transaction is on disk. */
  synchronized void decided() {
    taken.clear();
  }

  /** The transaction was rolled back: what was taken out for it waits again. */
  synchronized void restore() {
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

  /** Hashes to ask for, at most {@code limit}. */
  synchronized List<Hash> missing(int limit) {
    Set<Hash> missing = new LinkedHashSet<>();
    for (ParkingPool pool : pools.values()) {
      missing.addAll(pool.missing(limit - missing.size()));
    }
    return List.copyOf(missing);
  }

  synchronized int size() {
    return pools.values().stream().mapToInt(ParkingPool::size).sum();
  }
}
