package bambusa.replication;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.EntryDecoder;
import bambusa.log.LogKey;
import bambusa.log.MalformedEntryException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Logs of which one peer sent what had to be refused. Their replication from this peer has ended;
 * that of the others goes on (replication.md 6). Bounded: the oldest is forgotten first.
 */
final class RefusedLogs {

  private static final int MAX_LOGS = 10_000;

  private final Set<LogKey> logs = new LinkedHashSet<>();
  private final EntryDecoder decoder = new EntryDecoder();

  void add(Collection<LogKey> refused) {
    logs.addAll(refused);
    while (logs.size() > MAX_LOGS) {
      logs.remove(logs.iterator().next());
    }
  }

  boolean contains(LogKey log) {
    return logs.contains(log);
  }

  int size() {
    return logs.size();
  }

  /** Entries of other logs. What is no entry stays, to be refused with its reason. */
  List<EncodedEntryAndOperation> without(List<EncodedEntryAndOperation> entries) {
    if (logs.isEmpty()) {
      return entries;
    }
    List<EncodedEntryAndOperation> others = new ArrayList<>(entries.size());
    for (EncodedEntryAndOperation encoded : entries) {
      if (!isRefused(encoded)) {
        others.add(encoded);
      }
    }
    return others;
  }

  private boolean isRefused(EncodedEntryAndOperation encoded) {
    try {
      return logs.contains(decoder.decode(encoded.entry()).logKey());
    } catch (MalformedEntryException e) {
      return false;
    }
  }
}
