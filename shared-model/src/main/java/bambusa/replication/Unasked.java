package bambusa.replication;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import bambusa.log.LogKey;
import bambusa.log.MalformedEntryException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds entries that nobody asked for: they are refused and count against the peer (replication.md
 * 4, step 3).
 */
final class Unasked {

  private Unasked() {}

  /** What the peer did, or empty when it kept to the question. */
  static Optional<String> among(List<EncodedEntryAndOperation> entries, Predicate<Entry> asked) {
    EntryDecoder decoder = new EntryDecoder();
    for (EncodedEntryAndOperation encoded : entries) {
      try {
        Entry entry = decoder.decode(encoded.entry());
        if (!asked.test(entry)) {
          return Optional.of("the peer sent entry " + entry + ", which was not asked for");
        }
      } catch (MalformedEntryException e) {
        return Optional.of("the peer sent what is no entry: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  /** The log of what came; empty when it is no entry. */
  static Optional<LogKey> log(EncodedEntryAndOperation encoded) {
    try {
      return Optional.of(new EntryDecoder().decode(encoded.entry()).logKey());
    } catch (MalformedEntryException e) {
      return Optional.empty();
    }
  }
}
