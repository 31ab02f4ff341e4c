package bambusa.sim;

import bambusa.crypto.Hash;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.MemoryStore.Stored;
import bambusa.ingest.Standing;
import bambusa.log.EncodedEntry;
import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import bambusa.log.LogKey;
import bambusa.log.MalformedEntryException;
import bambusa.operation.EncodedOperation;
import bambusa.replication.FeedPage;
import bambusa.replication.FeedQuery;
import bambusa.replication.LogHeight;
import bambusa.replication.MemoryNode;
import bambusa.replication.Question;
import bambusa.replication.Reply;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/** Turns the honest answers of a node into lies of some kinds. */
final class Liar {

  private static final double LIES = 0.3;
  private static final EnumSet<Fault> KINDS =
      EnumSet.of(
          Fault.TAMPERED_SIGNATURE,
          Fault.TAMPERED_OPERATION,
          Fault.WITHHELD_ENTRY,
          Fault.WITHHELD_LOG,
          Fault.UNASKED_ENTRY,
          Fault.STUCK_CURSOR,
          Fault.ENDLESS_EMPTY_PAGES,
          Fault.ENDLESS_SAME_PAGE,
          Fault.FORK_SHOWN_TO_ONE);

  private final MemoryNode node;
  private final Random random;
  private final Tally tally;
  private final Branches branches;
  private final EnumSet<Fault> kinds = EnumSet.noneOf(Fault.class);
  private final EntryDecoder decoder = new EntryDecoder();
  private final int withheld;

  Liar(MemoryNode node, Random random, Tally tally, Branches branches) {
    this.node = node;
    this.random = random;
    this.tally = tally;
    this.branches = branches;
    this.withheld = random.nextInt(4);
    for (Fault kind : KINDS) {
      if (random.nextInt(3) == 0) {
        kinds.add(kind);
      }
    }
  }

  Reply lie(String asker, Question question, Reply honest) {
    if (honest instanceof Reply.Feed feed && question instanceof Question.Feed asked) {
      return new Reply.Feed(feed(asker, asked, feed.page()));
    }
    if (honest instanceof Reply.Heights heights && question instanceof Question.Heights asked) {
      return heights(asked, heights);
    }
    if (honest instanceof Reply.Logs logs && question instanceof Question.Logs asked) {
      Set<LogKey> windows = new HashSet<>();
      for (FeedQuery.LogPart part : asked.parts()) {
        windows.add(part.log());
      }
      List<EncodedEntryAndOperation> entries = entries(asker, logs.entries());
      unasked(entries, stored -> !windows.contains(stored.entry().entry().logKey()));
      boolean endless = lies(Fault.ENDLESS_EMPTY_PAGES);
      return new Reply.Logs(endless ? List.of() : entries, logs.complete() && !endless);
    }
    if (honest instanceof Reply.Entries found && question instanceof Question.Entries asked) {
      List<EncodedEntryAndOperation> entries = entries(asker, found.entries());
      unasked(entries, stored -> !asked.hashes().contains(stored.entry().hash()));
      return new Reply.Entries(entries);
    }
    return honest;
  }

  private boolean lies(Fault kind) {
    if (!kinds.contains(kind) || random.nextDouble() > LIES) {
      return false;
    }
    tally.happened(kind);
    return true;
  }

  private FeedPage feed(String asker, Question.Feed asked, FeedPage page) {
    String after = asked.after();
    if (after != null && lies(Fault.STUCK_CURSOR)) {
      return new FeedPage(page.entries(), page.forkProofs(), after, true, false, 1);
    }
    if (lies(Fault.ENDLESS_EMPTY_PAGES)) {
      return new FeedPage(List.of(), List.of(), anyCursor(), true, false, 1);
    }
    if (lies(Fault.ENDLESS_SAME_PAGE)) {
      Question again = new Question.Feed(null, asked.target(), asked.first(), 0);
      FeedPage first = ((Reply.Feed) node.answers().answer(again)).page();
      return new FeedPage(first.entries(), first.forkProofs(), anyCursor(), true, false, 1);
    }
    List<EncodedEntryAndOperation> entries = entries(asker, page.entries());
    DocumentChoice target = asked.target();
    unasked(entries, stored -> !target.includes(stored.document()));
    return new FeedPage(
        entries,
        page.forkProofs(),
        page.endCursor(),
        page.hasNextPage(),
        page.reset(),
        page.remaining());
  }

  private Reply heights(Question.Heights asked, Reply.Heights page) {
    String after = asked.after();
    if (after != null && lies(Fault.STUCK_CURSOR)) {
      return new Reply.Heights(page.logs(), page.forkProofs(), after, true, false);
    }
    if (lies(Fault.ENDLESS_EMPTY_PAGES)) {
      return new Reply.Heights(List.of(), List.of(), anyCursor(), true, false);
    }
    List<LogHeight> logs = new ArrayList<>();
    for (LogHeight log : page.logs()) {
      if (!isWithheld(log.log())) {
        logs.add(log);
      }
    }
    return new Reply.Heights(
        logs, page.forkProofs(), page.endCursor(), page.hasNextPage(), page.reset());
  }

  private String anyCursor() {
    return node.storeId() + "-" + random.nextInt((int) node.store().lastArrival() + 1);
  }

  private List<EncodedEntryAndOperation> entries(
      String asker, List<EncodedEntryAndOperation> honest) {
    List<EncodedEntryAndOperation> entries = new ArrayList<>();
    for (EncodedEntryAndOperation encoded : branches.shown(asker, honest, kinds, tally)) {
      Entry entry = decoded(encoded);
      if (isWithheld(entry.logKey()) || isWithheld(entry.hash())) {
        continue;
      }
      entries.add(tampered(encoded));
    }
    return entries;
  }

  private boolean isWithheld(LogKey log) {
    return (log.hashCode() & 3) == withheld && lies(Fault.WITHHELD_LOG);
  }

  private boolean isWithheld(Hash entry) {
    return (entry.hashCode() & 3) == withheld && lies(Fault.WITHHELD_ENTRY);
  }

  private EncodedEntryAndOperation tampered(EncodedEntryAndOperation encoded) {
    EncodedOperation operation = encoded.operation();
    if (lies(Fault.TAMPERED_SIGNATURE)) {
      byte[] bytes = encoded.entry().bytes();
      return new EncodedEntryAndOperation(new EncodedEntry(flipped(bytes, 64)), operation);
    }
    if (operation != null && lies(Fault.TAMPERED_OPERATION)) {
      byte[] bytes = operation.bytes();
      return new EncodedEntryAndOperation(
          encoded.entry(), new EncodedOperation(flipped(bytes, bytes.length)));
    }
    return encoded;
  }

  /** One bit among the last bytes is another. */
  private byte[] flipped(byte[] bytes, int last) {
    bytes[bytes.length - 1 - random.nextInt(last)] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  private void unasked(List<EncodedEntryAndOperation> entries, Predicate<Stored> isUnasked) {
    if (!kinds.contains(Fault.UNASKED_ENTRY)) {
      return;
    }
    List<Stored> found = new ArrayList<>();
    for (Stored stored : node.store().stored()) {
      if (stored.standing() == Standing.KEPT && isUnasked.test(stored)) {
        found.add(stored);
      }
    }
    if (!found.isEmpty() && lies(Fault.UNASKED_ENTRY)) {
      Stored stored = found.get(random.nextInt(found.size()));
      entries.add(
          random.nextInt(entries.size() + 1),
          new EncodedEntryAndOperation(
              stored.entry().entry().encoded(), stored.entry().decoded().encodedOperation()));
    }
  }

  private Entry decoded(EncodedEntryAndOperation encoded) {
    try {
      return decoder.decode(encoded.entry());
    } catch (MalformedEntryException e) {
      throw new IllegalStateException(e);
    }
  }
}
