package bambusa.sim;

import bambusa.crypto.Hash;
import bambusa.ingest.DecodedEntry;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.EntryDecoding;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.Entry;
import bambusa.log.EntryEncoder;
import bambusa.log.LogKey;
import bambusa.operation.Action;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Second branches of logs that a lying peer and a forking author sign together, and that the peer
 * shows to one victim only.
 */
final class Branches {

  private final String victim;
  private final List<SimAuthor> authors;
  private final Random random;
  private final EntryDecoding decoding = new EntryDecoding();
  private final List<VerifiedEntry> signed = new ArrayList<>();
  private @Nullable Hash replaced;

  Branches(String victim, List<SimAuthor> authors, Random random) {
    this.victim = victim;
    this.authors = authors;
    this.random = random;
  }

  /** Every entry of a second branch that was shown. */
  List<VerifiedEntry> signed() {
    return signed;
  }

  /** The victim sees the other branch, and nothing of the log behind it. */
  List<EncodedEntryAndOperation> shown(
      String asker, List<EncodedEntryAndOperation> honest, Set<Fault> kinds, Tally tally) {
    if (!asker.equals(victim) || !kinds.contains(Fault.FORK_SHOWN_TO_ONE)) {
      return honest;
    }
    List<EncodedEntryAndOperation> shown = new ArrayList<>();
    Set<LogKey> branched = new HashSet<>();
    for (EncodedEntryAndOperation encoded : honest) {
      DecodedEntry decoded = ((EntryDecoding.Outcome.Decoded) decoding.decode(encoded)).entry();
      if (isReplaced(decoded)) {
        shown.add(other(decoded));
        branched.add(decoded.entry().logKey());
        tally.happened(Fault.FORK_SHOWN_TO_ONE);
      } else if (!branched.contains(decoded.entry().logKey())) {
        shown.add(encoded);
      }
    }
    return shown;
  }

  private boolean isReplaced(DecodedEntry decoded) {
    if (replaced == null
        && author(decoded.entry()) != null
        && !decoded.operation().schemaId().isSystem()
        && decoded.operation().action() != Action.DELETE
        && random.nextInt(4) == 0) {
      replaced = decoded.hash();
    }
    return decoded.hash().equals(replaced);
  }

  private @Nullable SimAuthor author(Entry entry) {
    for (SimAuthor author : authors) {
      if (author.forks() && author.key().publicKey().equals(entry.author())) {
        return author;
      }
    }
    return null;
  }

  private EncodedEntryAndOperation other(DecodedEntry decoded) {
    if (signed.isEmpty()) {
      signed.add(sign(decoded));
    }
    VerifiedEntry branch = signed.get(0);
    return new EncodedEntryAndOperation(
        branch.entry().encoded(), branch.decoded().encodedOperation());
  }

  private VerifiedEntry sign(DecodedEntry decoded) {
    Entry entry = decoded.entry();
    Operation operation = decoded.operation();
    Map<String, PlainValue> fields = Map.of("name", new PlainValue.Str("for you only"));
    Operation other =
        operation
            .previous()
            .map(previous -> Operation.update(operation.schemaId(), previous, fields))
            .orElseGet(() -> Operation.create(operation.schemaId(), fields));
    EntryEncoder.Place place =
        new EntryEncoder.Place(
            entry.logId(),
            entry.seqNum(),
            entry.skiplink().orElse(null),
            entry.backlink().orElse(null));
    SimAuthor author = author(entry);
    if (author == null) {
      throw new IllegalStateException("nobody signs for " + entry.author());
    }
    return new TestLog(author.key(), entry.logId().value()).sign(place, other);
  }
}
