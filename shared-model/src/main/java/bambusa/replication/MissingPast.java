package bambusa.replication;

import bambusa.crypto.Hash;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import bambusa.log.MalformedEntryException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What parked entries wait for, asked of one peer by hash (replication.md 4, end). Each hash is
 * asked for once, and again later, since the peer may have got it meanwhile; the log of what comes
 * is wanted as a whole.
 */
final class MissingPast {

  private static final int MAX_HASHES = 100;
  private static final int MAX_REMEMBERED = 100_000;
  private static final long FIRST_REPEAT_MILLIS = 30_000;
  private static final long MAX_REPEAT_MILLIS = 3_600_000;

  private final Replica own;
  private final WantedLogs logs;
  private final EntryDecoder decoder = new EntryDecoder();
  private final Set<Hash> inVain = new HashSet<>();

  private List<Hash> asked = List.of();
  private int limit = MAX_HASHES;
  private long repeatMillis = FIRST_REPEAT_MILLIS;
  private long rememberedSinceMillis;

  /** Fetches into the logs given, which nobody else fills. */
  MissingPast(Replica own, WantedLogs logs) {
    this.own = own;
    this.logs = logs;
  }

  /** Logs in which missing entries stand, above what we hold of them. */
  WantedLogs logs() {
    return logs;
  }

  /** Whether there is something to ask this peer for now. */
  boolean isAskable(long nowMillis) {
    if (own.missing(1, Set.of()).isEmpty()) {
      inVain.clear();
      repeatMillis = FIRST_REPEAT_MILLIS;
      return false;
    }
    if (!inVain.isEmpty() && nowMillis - rememberedSinceMillis >= repeatMillis) {
      inVain.clear();
      repeatMillis = Math.min(MAX_REPEAT_MILLIS, 2 * repeatMillis);
    }
    return !own.missing(1, inVain).isEmpty();
  }

  /** Empty when what was missing has come from elsewhere. */
  List<Hash> ask() {
    asked = own.missing(limit, inVain);
    return asked;
  }

  boolean wasAsked(Hash hash) {
    return asked.contains(hash);
  }

  /**
   * One unknown hash makes an error of the whole answer, since the standard query cannot answer
   * null: so the rest is asked for in smaller parts.
   */
  void notHeld(long nowMillis) {
    if (asked.size() <= 1) {
      remember(nowMillis);
    }
    limit = Math.max(1, asked.size() / 2);
  }

  void answered(List<EncodedEntryAndOperation> entries, long nowMillis) {
    remember(nowMillis);
    limit = Math.min(MAX_HASHES, limit * 2);
    for (EncodedEntryAndOperation encoded : entries) {
      want(encoded);
    }
  }

  private void want(EncodedEntryAndOperation encoded) {
    try {
      Entry entry = decoder.decode(encoded.entry());
      logs.add(new LogHeight(entry.logKey(), entry.seqNum().value() - 1));
    } catch (MalformedEntryException e) {
      // Not reached: what is no entry was noticed as not asked for before.
      throw new IllegalArgumentException(e);
    }
  }

  private void remember(long nowMillis) {
    if (inVain.isEmpty()) {
      rememberedSinceMillis = nowMillis;
    }
    if (inVain.size() > MAX_REMEMBERED) {
      inVain.clear();
    }
    inVain.addAll(asked);
  }

  void clear() {
    inVain.clear();
    logs.clear();
    limit = MAX_HASHES;
    repeatMillis = FIRST_REPEAT_MILLIS;
  }
}
