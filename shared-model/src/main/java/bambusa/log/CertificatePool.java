package bambusa.log;

import bambusa.crypto.Hash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entries that let a reader verify one entry without the whole of its log (p2panda.md 1.4).
 *
 * <pre>
 * back path of 23:     22, 21, 17, 13, 4, 1     lipmaa links all the way
 * forward path of 23:  40, 39, 26, 25, 24       from the next c(k) down to it
 * </pre>
 */
public final class CertificatePool {

  private CertificatePool() {}

  /** From an entry to the first one along lipmaa links, without the entry itself, newest first. */
  public static List<SeqNum> backPath(SeqNum seqNum) {
    List<SeqNum> path = new ArrayList<>();
    for (long at = Skiplink.target(seqNum.value()); at != 0; at = Skiplink.target(at)) {
      path.add(new SeqNum(at));
    }
    return path;
  }

  /**
   * From the next c(k) to an entry, without the entry itself, newest first; entries of it may not
   * exist yet.
   */
  public static List<SeqNum> forwardPath(SeqNum seqNum) {
    List<SeqNum> path = new ArrayList<>();
    long at = Skiplink.smallestCNotBelow(seqNum.value());
    while (at != 0 && at != seqNum.value()) {
      path.add(new SeqNum(at));
      long target = Skiplink.target(at);
      at = Long.compareUnsigned(target, seqNum.value()) < 0 ? at - 1 : target;
    }
    return path;
  }

  /**
   * Checks an entry against its pool: each step to the next lower entry must be backed by a hash,
   * and the walk must end at 1 (p2panda.md 1.4, steps 1 to 3). That signatures hold is not checked
   * here, nor is whether another entry of the same position is known.
   *
   * @return what is wrong, or empty when the pool proves the entry's place in its log
   */
  public static Optional<String> fault(Entry entry, List<Entry> pool) {
    Map<Long, Entry> bySeqNum = new HashMap<>();
    for (Entry member : pool) {
      if (!member.logKey().equals(entry.logKey())) {
        return Optional.of(
            "pool entry of log " + member.logKey() + " for an entry of log " + entry.logKey());
      }
      bySeqNum.put(member.seqNum().value(), member);
    }
    Entry current = entry;
    while (!current.seqNum().isFirst()) {
      Optional<Entry> lower = linked(current, bySeqNum);
      if (lower.isEmpty()) {
        return Optional.of("nothing in the pool is linked from entry " + current.seqNum());
      }
      current = lower.get();
    }
    return Optional.empty();
  }

  private static Optional<Entry> linked(Entry entry, Map<Long, Entry> pool) {
    long seqNum = entry.seqNum().value();
    Optional<Hash> skiplink = entry.skiplink();
    if (skiplink.isPresent()) {
      Entry target = pool.get(Skiplink.target(seqNum));
      if (target != null && target.hash().equals(skiplink.get())) {
        return Optional.of(target);
      }
    }
    Entry before = pool.get(seqNum - 1);
    return Optional.ofNullable(before)
        .filter(b -> entry.backlink().filter(b.hash()::equals).isPresent());
  }
}
