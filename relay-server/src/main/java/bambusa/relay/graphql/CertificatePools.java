package bambusa.relay.graphql;

import bambusa.log.CertificatePool;
import bambusa.log.EncodedEntry;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.log.SeqNum;
import bambusa.relay.storage.EntryReader;
import bambusa.relay.storage.StoredEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The certificate pools of a page. Most of what the pools of neighbours hold is on the page, or in
 * the pool of another one, so the store is asked a few times per log, however long the page is.
 */
final class CertificatePools {

  private final EntryReader store;
  private final Map<LogPosition, EncodedEntry> known = new HashMap<>();

  CertificatePools(EntryReader store, List<StoredEntry> page) {
    this.store = store;
    for (StoredEntry stored : page) {
      known.put(stored.position(), stored.encoded().entry());
    }
  }

  /** What is stored of the back path of an entry, newest first (p2panda.md 1.4). */
  List<byte[]> of(LogPosition position) {
    LogKey log = position.log();
    LogPosition above = position;
    List<byte[]> pool = new ArrayList<>();
    for (SeqNum seqNum : CertificatePool.backPath(position.seqNum())) {
      LogPosition member = new LogPosition(log, seqNum);
      if (!known.containsKey(member)) {
        load(above);
      }
      EncodedEntry entry = known.get(member);
      if (entry == null) {
        // Something of the path is not stored; the pool holds what is.
        return store.certificatePool(position).stream().map(EncodedEntry::bytes).toList();
      }
      pool.add(entry.bytes());
      above = member;
    }
    return pool;
  }

  private void load(LogPosition above) {
    List<SeqNum> path = CertificatePool.backPath(above.seqNum());
    List<EncodedEntry> pool = store.certificatePool(above);
    if (pool.size() == path.size()) {
      for (int i = 0; i < pool.size(); i++) {
        known.put(new LogPosition(above.log(), path.get(i)), pool.get(i));
      }
    }
  }
}
