package bambusa.replication;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.Entry;
import bambusa.log.LogKey;
import bambusa.log.SeqNum;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The windows of one question, and what came of them. */
final class AskedWindows {

  static final AskedWindows NONE = new AskedWindows(List.of());

  private final List<FeedQuery.LogPart> parts;
  private final Map<LogKey, Long> newerThan = new HashMap<>();
  private final Set<LogKey> came = new HashSet<>();

  AskedWindows(List<FeedQuery.LogPart> parts) {
    this.parts = parts;
    for (FeedQuery.LogPart part : parts) {
      SeqNum seqNum = part.newerThan();
      newerThan.put(part.log(), seqNum == null ? 0 : seqNum.value());
    }
  }

  List<FeedQuery.LogPart> parts() {
    return parts;
  }

  /** Logs of which something came. */
  Set<LogKey> came() {
    return came;
  }

  /** What the peer sent besides what was asked for, or empty when it kept to the question. */
  Optional<String> unasked(List<EncodedEntryAndOperation> entries) {
    return Unasked.among(entries, this::holds);
  }

  private boolean holds(Entry entry) {
    came.add(entry.logKey());
    Long asked = newerThan.get(entry.logKey());
    return asked != null && Long.compareUnsigned(entry.seqNum().value(), asked) > 0;
  }
}
