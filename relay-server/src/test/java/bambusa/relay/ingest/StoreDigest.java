package bambusa.relay.ingest;

import bambusa.crypto.Hash;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.ForkProof;
import bambusa.ingest.VerifiedEntry;
import bambusa.relay.storage.EntryReader;
import bambusa.relay.storage.FeedPage;
import bambusa.relay.storage.ForkProofsPage;
import bambusa.relay.storage.LogHeight;
import bambusa.relay.storage.LogHeightsPage;
import bambusa.relay.storage.PageLimits;
import bambusa.relay.storage.ReplicationCursor;
import bambusa.replication.TargetSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a relay serves, told by its own queries, page by page. */
public final class StoreDigest {

  private StoreDigest() {}

  /** Kept entries, heights, proofs, and which of the known entries are served though not kept. */
  public static String of(EntryReader reader, TargetSet target, List<VerifiedEntry> known) {
    Set<String> lines = new TreeSet<>();
    Set<Hash> kept = new TreeSet<>();
    for (EncodedEntryAndOperation entry : feed(reader, target, 7)) {
      Hash hash = Hash.of(entry.entry().bytes());
      kept.add(hash);
      lines.add("kept " + hash);
    }
    for (VerifiedEntry entry : known) {
      if (!kept.contains(entry.hash()) && reader.entryByHash(entry.hash()).isPresent()) {
        lines.add("forked " + entry.hash());
      }
    }
    heights(reader, target).forEach(h -> lines.add("log " + h.log() + " " + h.height()));
    proofs(reader, target).forEach(proof -> lines.add(proof.toString()));
    return String.join("\n", lines);
  }

  /** The whole feed, fetched in pages. */
  public static List<EncodedEntryAndOperation> feed(
      EntryReader reader, TargetSet target, int pageSize) {
    List<EncodedEntryAndOperation> entries = new ArrayList<>();
    @Nullable ReplicationCursor after = null;
    FeedPage page;
    do {
      page = reader.entriesSince(after, target, new PageLimits(pageSize, Long.MAX_VALUE));
      entries.addAll(page.entries());
      after = page.endCursor();
    } while (page.hasNextPage());
    return entries;
  }

  public static List<LogHeight> heights(EntryReader reader, TargetSet target) {
    List<LogHeight> heights = new ArrayList<>();
    @Nullable ReplicationCursor after = null;
    LogHeightsPage page;
    do {
      page = reader.logHeights(after, target, 3);
      heights.addAll(page.heights());
      after = page.endCursor();
    } while (page.hasNextPage());
    return heights;
  }

  public static List<ForkProof> proofs(EntryReader reader, TargetSet target) {
    List<ForkProof> proofs = new ArrayList<>();
    @Nullable ReplicationCursor after = null;
    ForkProofsPage page;
    do {
      page = reader.forkProofs(after, target, 2);
      proofs.addAll(page.proofs());
      after = page.endCursor();
    } while (page.hasNextPage());
    return proofs;
  }
}
