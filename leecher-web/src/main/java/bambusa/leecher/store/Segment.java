package bambusa.leecher.store;

import bambusa.bytes.ByteReader;
import bambusa.bytes.ByteWriter;
import bambusa.bytes.MalformedException;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.EncodedEntry;
import bambusa.operation.EncodedOperation;
import java.util.List;

/**
 * Some entries with their operations as one value.
 *
 * <pre>
 * count 2 | count × (entry size 2 | operation size 4) | entry | operation | entry | operation | …
 * </pre>
 */
final class Segment {

  /** So many that a value is worth its request, so few that one entry is read fast. */
  static final int MAX_ENTRIES = 256;

  /** Large operations make a segment full earlier. */
  static final int FULL_BYTES = 1 << 19;

  private static final int HEAD_SIZE = 2;
  private static final int ROW_SIZE = 6;

  private final byte[] bytes;
  private final int[] starts;

  private Segment(byte[] bytes, int[] starts) {
    this.bytes = bytes;
    this.starts = starts;
  }

  /** Stands where an entry was dropped. */
  static final EncodedEntryAndOperation DROPPED =
      new EncodedEntryAndOperation(
          new EncodedEntry(new byte[0]), new EncodedOperation(new byte[0]));

  static byte[] encode(List<EncodedEntryAndOperation> entries) {
    int size = HEAD_SIZE + ROW_SIZE * entries.size();
    for (EncodedEntryAndOperation entry : entries) {
      size += size(entry);
    }
    ByteWriter out = new ByteWriter(size);
    out.bigEndian(entries.size(), 2);
    for (EncodedEntryAndOperation entry : entries) {
      out.bigEndian(entry.entry().size(), 2).bigEndian(operation(entry).size(), 4);
    }
    for (EncodedEntryAndOperation entry : entries) {
      out.bytes(entry.entry().bytes()).bytes(operation(entry).bytes());
    }
    return out.toBytes();
  }

  /** Size of an entry and its operation in bytes. */
  static int size(EncodedEntryAndOperation entry) {
    return entry.entry().size() + operation(entry).size();
  }

  private static EncodedOperation operation(EncodedEntryAndOperation entry) {
    if (entry.operation() == null) {
      throw new IllegalArgumentException("an entry is stored with its operation");
    }
    return entry.operation();
  }

  static Segment decode(byte[] bytes) throws MalformedException {
    ByteReader in = new ByteReader(bytes);
    int count = number(in, 2);
    int[] starts = new int[2 * count + 1];
    int start = HEAD_SIZE + ROW_SIZE * count;
    for (int i = 0; i < count; i++) {
      starts[2 * i] = start;
      start += number(in, 2);
      starts[2 * i + 1] = start;
      start += number(in, 4);
      if (start < 0 || start > bytes.length) {
        throw new MalformedException("expected a segment of more than " + bytes.length + " bytes");
      }
    }
    starts[2 * count] = start;
    if (start != bytes.length) {
      throw new MalformedException(
          "expected a segment of " + start + " bytes, got " + bytes.length);
    }
    return new Segment(bytes, starts);
  }

  int count() {
    return starts.length / 2;
  }

  EncodedEntryAndOperation entry(int index) throws MalformedException {
    if (index >= count()) {
      throw new MalformedException("expected more than " + index + " entries in a segment");
    }
    return new EncodedEntryAndOperation(
        new EncodedEntry(part(2 * index)), new EncodedOperation(part(2 * index + 1)));
  }

  private byte[] part(int at) {
    byte[] part = new byte[starts[at + 1] - starts[at]];
    System.arraycopy(bytes, starts[at], part, 0, part.length);
    return part;
  }

  private static int number(ByteReader in, int size) throws MalformedException {
    int value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | in.octet();
    }
    return value;
  }
}
