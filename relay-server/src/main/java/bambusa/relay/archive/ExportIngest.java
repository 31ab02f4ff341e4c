package bambusa.relay.archive;

import bambusa.crypto.Hash;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.IngestResult;
import bambusa.ingest.Reason;
import bambusa.relay.ingest.EncodedForkProof;
import bambusa.relay.ingest.IngestGate;
import bambusa.relay.ingest.PeerPage;
import bambusa.relay.ingest.PeerPageResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Takes an export file through the gate, page by page, as if a peer had sent it. */
public final class ExportIngest {

  private static final int PAGE_ENTRIES = 1_000;
  private static final long PAGE_BYTES = 4L << 20;

  private final IngestGate gate;
  private final Predicate<Hash> isStored;
  private final DocumentChoice accepted;
  private final Listener listener;
  private final Page page = new Page();
  private long accepts;
  private long duplicates;
  private long refused;
  private long parkedNow;
  private long refusedProofs;

  /** Told how it goes. */
  public interface Listener {

    /** How many entries are done with. */
    void done(long entries, long expected);

    void refused(long line, String reason);
  }

  /** What became of a file; entries that wait for others are not stored. */
  public record Summary(
      long accepted, long duplicates, long refused, long refusedProofs, long waiting) {

    /** In one line. */
    public String text() {
      return "stored %d, had %d already, refused %d and %d fork proofs, %d wait for others"
          .formatted(accepted, duplicates, refused, refusedProofs, waiting);
    }
  }

  private static final class Page {
    final List<EncodedEntryAndOperation> entries = new ArrayList<>();
    final List<EncodedForkProof> proofs = new ArrayList<>();
    final List<Long> lines = new ArrayList<>();
    long bytes;

    boolean isFull() {
      return entries.size() + proofs.size() >= PAGE_ENTRIES || bytes >= PAGE_BYTES;
    }

    void clear() {
      entries.clear();
      proofs.clear();
      lines.clear();
      bytes = 0;
    }
  }

  /**
   * Takes in only what is accepted.
   *
   * @param isStored tells afterwards of what stands behind a fork whether it is needed
   */
  public ExportIngest(
      IngestGate gate, Predicate<Hash> isStored, DocumentChoice accepted, Listener listener) {
    this.gate = gate;
    this.isStored = isStored;
    this.accepted = accepted;
    this.listener = listener;
  }

  /**
   * Reads to the end.
   *
   * @throws DamagedExportException when the file is damaged; what stood before that is ingested
   */
  public Summary ingest(ExportReader file)
      throws IOException, DamagedExportException, InterruptedException {
    try {
      Optional<ExportLine> line = file.read();
      while (line.isPresent()) {
        add(line.get());
        if (page.isFull()) {
          send(file.expected());
        }
        line = file.read();
      }
    } finally {
      send(file.expected());
    }
    long waiting = gate.parkedCount();
    // What waited and does no longer was stored, as a rule.
    long later = Math.max(0, parkedNow - waiting);
    return new Summary(accepts + later, duplicates, refused, refusedProofs, waiting);
  }

  private void add(ExportLine line) {
    if (line instanceof ExportLine.Proof proof) {
      page.proofs.add(proof.proof());
      return;
    }
    for (EncodedEntryAndOperation entry : ((ExportLine.Entries) line).together()) {
      page.entries.add(entry);
      page.lines.add(line.number());
      page.bytes += entry.entry().size();
      page.bytes += entry.operation() == null ? 0 : entry.operation().size();
    }
  }

  private void send(long expected) throws InterruptedException {
    CompletableFuture<PeerPageResult> answer =
        gate.replicate(new PeerPage(page.entries, page.proofs, accepted, null));
    PeerPageResult result = answer.join();
    refusedProofs += result.refusedProofs();
    for (int i = 0; i < page.lines.size(); i++) {
      count(page.lines.get(i), page.entries.get(i), result.entries().get(i));
    }
    page.clear();
    listener.done(accepts + duplicates + refused + parkedNow, expected);
  }

  /** Refused by itself, and stored all the same with an entry of the page that stands on it. */
  private boolean isForkedOperation(EncodedEntryAndOperation encoded, IngestResult result) {
    return result instanceof IngestResult.Rejected rejected
        && rejected.reason() == Reason.LOG_ENDED
        && isStored.test(Hash.of(encoded.entry().bytes()));
  }

  private void count(long line, EncodedEntryAndOperation encoded, IngestResult result) {
    if (result instanceof IngestResult.Accepted || isForkedOperation(encoded, result)) {
      accepts++;
    } else if (result instanceof IngestResult.Duplicate) {
      duplicates++;
    } else if (result instanceof IngestResult.Parked) {
      parkedNow++;
    } else if (result instanceof IngestResult.Rejected rejected) {
      refused++;
      listener.refused(line, rejected.reason() + ": " + rejected.detail());
    } else if (result instanceof IngestResult.Forked forked) {
      refused++;
      listener.refused(line, "the log was forked here: " + forked.detail());
    }
  }
}
