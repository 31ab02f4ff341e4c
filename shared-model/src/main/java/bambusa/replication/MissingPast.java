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
 * asked for once; the log of what comes is wanted as a whole.
 */
final class MissingPast {

  private static final int MAX_HASHES = 100;
  private static final int MAX_REMEMBERED = 100_000;

  private final Replica own;
  private final WantedLogs logs;
  private final EntryDecoder decoder = new EntryDecoder();
  private final Set<Hash> inVain = new HashSet<>();

  private List<Hash> asked = List.of();
  private int limit = MAX_HASHES;

  MissingPast(Replica own, FetchClaims claims, Object session) {
    this.own = own;
    this.logs = new WantedLogs(own, claims, session);
  }

  /** Logs in which missing entries stand, above what we hold of them. */
  WantedLogs logs() {
    return logs;
  }

  /** Whether everything that is missing was asked for. */
  boolean isKnown() {
    return own.missing(1, inVain).isEmpty();
  }

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
  void notHeld() {
    if (asked.size() <= 1) {
      remember();
    }
    limit = Math.max(1, asked.size() / 2);
  }

  void answered(List<EncodedEntryAndOperation> entries) {
    remember();
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

  private void remember() {
    if (inVain.size() > MAX_REMEMBERED) {
      inVain.clear();
    }
    inVain.addAll(asked);
  }

  void clear() {
    inVain.clear();
    logs.clear();
    limit = MAX_HASHES;
  }
}
