package bambusa.leecher.worker;

import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import bambusa.ingest.AcceptedEntry;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.ForkProof;
import bambusa.leecher.js.Files;
import bambusa.leecher.js.JsException;
import bambusa.leecher.js.PlainObject;
import bambusa.leecher.js.Promises;
import bambusa.leecher.js.WorkerParts;
import bambusa.leecher.js.WorkerScope;
import bambusa.leecher.store.LeecherStore;
import bambusa.leecher.store.PageWrite;
import bambusa.leecher.store.StorageException;
import bambusa.leecher.store.StoredOrder;
import bambusa.operation.EncodedOperation;
import bambusa.replication.TargetSet;
import java.util.List;
import org.teavm.jso.JSObject;

/** What is stored, as a file; and such a file, taken in as if a relay had sent it. */
final class ExportFile {

  private static final int LINES_AT_ONCE = 256;
  private static final int STORE_ID_SIZE = 16;

  private final Files files;
  private final OpenStore opened;

  ExportFile(WorkerParts parts, OpenStore opened) {
    this.files = parts.files();
    this.opened = opened;
  }

  /** All that is kept, with the proofs of forks. */
  PlainObject write(boolean gzip) throws JsException {
    LeecherStore store = opened.store();
    Files.WrittenFile file = files.file();
    List<ForkProof> proofs = store.directory().forks();
    StringBuilder lines = new StringBuilder();
    for (ForkProof proof : proofs) {
      lines.append("{\"forkProof\":{\"first\":\"").append(proof.first().encoded().toString());
      lines.append("\",\"second\":\"").append(proof.second().encoded().toString()).append("\"}}\n");
    }
    StoredOrder order = new StoredOrder(store);
    int entries = 0;
    int waiting = 0;
    for (List<EncodedEntryAndOperation> some = order.next(); !some.isEmpty(); some = order.next()) {
      append(some, lines);
      entries += some.size();
      waiting++;
      if (waiting == LINES_AT_ONCE) {
        file.add(lines.toString());
        lines.setLength(0);
        waiting = 0;
        Promises.pause();
      }
    }
    String counts = "\"entries\":" + entries + ",\"forkProofs\":" + proofs.size() + '}';
    lines.append("{\"end\":{").append(counts).append("}\n");
    file.add(lines.toString());
    file.header("{\"bambusaExport\":1,\"storeId\":\"" + randomId() + "\"," + counts + '\n');
    return new PlainObject()
        .with("type", "export")
        .with("entries", entries)
        .with("file", Promises.await(file.blob(gzip)));
  }

  /** A leecher's store has no id of its own, and nobody relies on it. */
  private static String randomId() {
    byte[] id = new byte[STORE_ID_SIZE];
    WorkerScope.fillRandom(id);
    return Hex.encode(id);
  }

  private static void append(List<EncodedEntryAndOperation> together, StringBuilder lines) {
    if (together.size() == 1) {
      append(together.get(0), lines);
    } else {
      lines.append("{\"together\":[");
      for (int i = 0; i < together.size(); i++) {
        lines.append(i == 0 ? "" : ",");
        append(together.get(i), lines);
      }
      lines.append("]}");
    }
    lines.append('\n');
  }

  private static void append(EncodedEntryAndOperation entry, StringBuilder lines) {
    EncodedOperation operation = entry.operation();
    if (operation == null) {
      throw new StorageException("a stored entry has no operation");
    }
    lines.append("{\"entry\":\"").append(entry.entry().toString()).append("\",\"operation\":\"");
    lines.append(operation.toString()).append("\"}");
  }

  /** Takes a file in, through the gate that relays' pages go through. */
  PlainObject read(JSObject blob, SignaturePool signatures, PageNews news)
      throws MalformedException {
    Gate gate = new Gate(opened.store(), signatures);
    Files.ReadFile file = files.read(blob);
    int accepted = 0;
    int known = 0;
    int refused = 0;
    while (true) {
      JSObject step;
      try {
        step = Promises.await(file.next());
      } catch (JsException e) {
        throw new MalformedException(
            e.getMessage()
                + "; what stands before it is stored ("
                + accepted
                + " entries new, "
                + known
                + " known, "
                + refused
                + " refused)");
      }
      if (step == null) {
        break;
      }
      IngestStep read = IngestStep.of(step);
      Batch batch = gate.begin(read.entries(), read.proofs(), schemaId -> true);
      batch.awaitVerified();
      PageWrite write = opened.store().beginPage();
      Gate.Outcome outcome = gate.decide(batch, TargetSet.EVERYTHING, write);
      write.start();
      write.awaitStored();
      report(outcome, news);
      accepted += outcome.accepted.size();
      known += outcome.known;
      refused += outcome.refusals.size();
      news.importing(accepted, known, refused);
    }
    return new PlainObject()
        .with("type", "imported")
        .with("stored", accepted)
        .with("known", known)
        .with("refused", refused);
  }

  private void report(Gate.Outcome outcome, PageNews news) {
    news.stored();
    news.refused(outcome.refusals);
    List<AcceptedEntry> accepted = outcome.accepted;
    if (!accepted.isEmpty()) {
      news.status().stored(accepted.size());
      news.arrived(accepted, opened.store().directory());
    }
    opened.documents().decided(accepted, outcome.forks);
    outcome.forks.forEach(fork -> news.forked(fork.proof()));
  }
}
