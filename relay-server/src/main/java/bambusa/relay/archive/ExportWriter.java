package bambusa.relay.archive;

import bambusa.bytes.Hex;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.ForkProof;
import bambusa.relay.storage.ExportSink;
import bambusa.relay.storage.StoreId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;

/** Writes an export file, line by line. {@link #end} makes it whole. Serves one thread. */
public final class ExportWriter implements ExportSink {

  private final OutputStream out;
  private final Progress progress;
  private long expected;
  private long entries;
  private long forkProofs;

  /** Told how much is done. */
  public interface Progress {
    void done(long entries, long expected);
  }

  /** The stream should be buffered; whoever opened it closes it. */
  public ExportWriter(OutputStream out, Progress progress) {
    this.out = out;
    this.progress = progress;
  }

  @Override
  public void begin(StoreId storeId, long entriesToCome, long proofsToCome) throws IOException {
    expected = entriesToCome;
    line(
        "{\"bambusaExport\":%d,\"storeId\":\"%s\",\"entries\":%d,\"forkProofs\":%d}"
            .formatted(ExportReader.VERSION, storeId, entriesToCome, proofsToCome));
  }

  @Override
  public void forkProof(ForkProof proof) throws IOException {
    line(
        "{\"forkProof\":{\"first\":\"%s\",\"second\":\"%s\"}}"
            .formatted(
                Hex.encode(proof.first().encoded().bytes()),
                Hex.encode(proof.second().encoded().bytes())));
    forkProofs++;
  }

  @Override
  public void entries(List<EncodedEntryAndOperation> together) throws IOException {
    StringJoiner objects = new StringJoiner(",", "{\"together\":[", "]}");
    together.forEach(entry -> objects.add(object(entry)));
    line(together.size() == 1 ? object(together.get(0)) : objects.toString());
    entries += together.size();
    progress.done(entries, expected);
  }

  private static String object(EncodedEntryAndOperation encoded) {
    if (encoded.operation() == null) {
      throw new IllegalArgumentException("a store holds no entry without its operation");
    }
    return "{\"entry\":\""
        + Hex.encode(encoded.entry().bytes())
        + "\",\"operation\":\""
        + Hex.encode(encoded.operation().bytes())
        + "\"}";
  }

  /** Writes the last line. */
  public void end() throws IOException {
    line("{\"end\":{\"entries\":%d,\"forkProofs\":%d}}".formatted(entries, forkProofs));
    out.flush();
  }

  /** How many entries were written. */
  public long entries() {
    return entries;
  }

  private void line(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }
}
