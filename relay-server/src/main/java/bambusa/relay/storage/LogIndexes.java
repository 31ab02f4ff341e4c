package bambusa.relay.storage;

import bambusa.ingest.ForkProof;
import bambusa.relay.bans.Bans;
import bambusa.replication.LogIndex;
import bambusa.replication.TargetSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@link LogIndex} of each target set that was asked about lately. Follows the store by its own
 * order of arrival: what was read once is never read again, so bringing an index up to date costs
 * what arrived since. Serves one thread at a time.
 */
public final class LogIndexes {

  /** 48 bytes a log and target set. */
  private static final int MAX_TARGETS = 8;

  private static final int PAGE_LOGS = 10_000;

  private final EntryReader store;
  private Bans bans = Bans.NONE;
  private final Map<TargetSet, Followed> followed =
      new LinkedHashMap<>(MAX_TARGETS, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TargetSet, Followed> eldest) {
          return size() > MAX_TARGETS;
        }
      };

  private static final class Followed {
    final LogIndex index = new LogIndex();
    @Nullable ReplicationCursor readTo;
  }

  public LogIndexes(EntryReader store) {
    this.store = store;
  }

  /** The index as of now. */
  public LogIndex of(TargetSet target) {
    // What is banned leaves the indexes, what no longer is comes back, and neither arrives.
    if (!store.bans().equals(bans)) {
      bans = store.bans();
      followed.clear();
    }
    Followed known = followed.computeIfAbsent(target, added -> new Followed());
    boolean more = true;
    while (more) {
      LogHeightsPage page = store.logHeights(known.readTo, target, PAGE_LOGS);
      for (LogHeight height : page.heights()) {
        known.index.put(height.log(), height.height().value());
      }
      for (ForkProof proof : page.forkProofs()) {
        // A fork takes entries out of a log; the order of arrival alone would not tell.
        LogState state = store.logState(proof.logKey());
        known.index.put(proof.logKey(), state.height());
      }
      known.readTo = page.endCursor();
      more = page.hasNextPage();
    }
    return known.index;
  }
}
