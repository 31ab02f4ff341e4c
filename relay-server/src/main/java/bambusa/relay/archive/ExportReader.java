package bambusa.relay.archive;

import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.EncodedEntry;
import bambusa.operation.EncodedOperation;
import bambusa.relay.ingest.EncodedForkProof;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads an export file, line by line. Serves one thread; whoever opened the stream closes it. */
public final class ExportReader {

  static final int VERSION = 1;

  private static final int MAX_LINE_BYTES = 1 << 24;
  private static final int MAX_TOGETHER = 1_000;
  private static final int MAX_OPERATION_BYTES = 1 << 19;
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;

  private final ObjectMapper json = new ObjectMapper();
  private final InputStream in;
  private final long expected;
  private long line;
  private long entries;
  private long forkProofs;

  /** Reads the header. */
  public ExportReader(InputStream raw) throws IOException, DamagedExportException {
    this.in = new BufferedInputStream(uncompressed(new BufferedInputStream(raw)));
    JsonNode header = next();
    JsonNode version = header.get("bambusaExport");
    if (version == null) {
      throw damaged("expected the header of an export, got something else");
    }
    if (version.asInt() != VERSION) {
      throw damaged("expected version " + VERSION + ", got " + version);
    }
    this.expected = header.path("entries").asLong();
  }

  private static InputStream uncompressed(BufferedInputStream in) throws IOException {
    in.mark(2);
    boolean isGzip = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
    in.reset();
    return isGzip ? new GZIPInputStream(in) : in;
  }

  /** How many entries the header promises. */
  public long expected() {
    return expected;
  }

  /**
   * The next line; empty at the end of a whole file.
   *
   * @throws DamagedExportException when the file is cut off or something else stands in it
   */
  public Optional<ExportLine> read() throws IOException, DamagedExportException {
    JsonNode node = next();
    if (node.has("end")) {
      end(node.get("end"));
      return Optional.empty();
    }
    if (node.has("forkProof")) {
      return Optional.of(new ExportLine.Proof(line, proof(node.get("forkProof"))));
    }
    List<EncodedEntryAndOperation> together = new ArrayList<>();
    if (node.has("together")) {
      for (JsonNode each : node.get("together")) {
        together.add(entry(each));
      }
    } else {
      together.add(entry(node));
    }
    if (together.isEmpty() || together.size() > MAX_TOGETHER) {
      throw damaged("expected 1 to " + MAX_TOGETHER + " entries, got " + together.size());
    }
    entries += together.size();
    return Optional.of(new ExportLine.Entries(line, together));
  }

  private void end(JsonNode counts) throws DamagedExportException {
    long toldEntries = counts.path("entries").asLong(-1);
    long toldProofs = counts.path("forkProofs").asLong(-1);
    if (toldEntries != entries || toldProofs != forkProofs) {
      throw damaged(
          "the end tells of "
              + toldEntries
              + " entries and "
              + toldProofs
              + " fork proofs, but there were "
              + entries
              + " and "
              + forkProofs);
    }
  }

  private EncodedForkProof proof(JsonNode node) throws DamagedExportException {
    if (entries > 0) {
      throw damaged("expected fork proofs before the first entry");
    }
    forkProofs++;
    return new EncodedForkProof(
        new EncodedEntry(bytes(node, "first", EncodedEntry.MAX_SIZE)),
        new EncodedEntry(bytes(node, "second", EncodedEntry.MAX_SIZE)));
  }

  private EncodedEntryAndOperation entry(JsonNode node) throws DamagedExportException {
    return new EncodedEntryAndOperation(
        new EncodedEntry(bytes(node, "entry", EncodedEntry.MAX_SIZE)),
        new EncodedOperation(bytes(node, "operation", MAX_OPERATION_BYTES)));
  }

  private byte[] bytes(JsonNode node, String name, int maxBytes) throws DamagedExportException {
    JsonNode hex = node.get(name);
    if (hex == null || !hex.isTextual()) {
      throw damaged("expected hex digits as " + name + ", got nothing");
    }
    if (hex.textValue().length() > 2 * maxBytes) {
      throw damaged("expected at most " + maxBytes + " bytes as " + name + ", got more");
    }
    try {
      return Hex.decode(hex.textValue());
    } catch (MalformedException e) {
      throw damaged(name + ": " + e.getMessage());
    }
  }

  private JsonNode next() throws IOException, DamagedExportException {
    line++;
    byte[] bytes = line();
    try {
      JsonNode node = json.readTree(bytes);
      if (node == null || !node.isObject()) {
        throw damaged("expected a JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw damaged("expected a JSON object: " + e.getOriginalMessage());
    }
  }

  private byte[] line() throws IOException, DamagedExportException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw damaged("the file was cut off here");
      }
      if (bytes.size() == MAX_LINE_BYTES) {
        throw damaged("expected at most " + MAX_LINE_BYTES + " bytes, got more");
      }
      bytes.write(next);
    }
    return bytes.toByteArray();
  }

  private DamagedExportException damaged(String detail) {
    return new DamagedExportException(line, detail);
  }
}
