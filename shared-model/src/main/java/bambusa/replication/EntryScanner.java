package bambusa.replication;

import bambusa.bytes.MalformedException;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.EncodedEntry;
import bambusa.operation.EncodedOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads entries with their operations, the part that all answers share. */
final class EntryScanner {

  /** The largest legitimate operation is a blob piece of 256,000 bytes (p2panda.md 1.5). */
  static final int MAX_OPERATION_BYTES = 1 << 19;

  private static final byte[] ENTRY = JsonScanner.ascii("entry");
  private static final byte[] OPERATION = JsonScanner.ascii("operation");

  private static final byte[] NOTHING = {};

  private EntryScanner() {}

  static void entries(JsonScanner in, int maxEntries, List<EncodedEntryAndOperation> entries)
      throws MalformedException {
    in.open('[');
    while (in.another(']')) {
      if (entries.size() == maxEntries) {
        throw new MalformedException("expected at most " + maxEntries + " entries, got more");
      }
      entries.add(entry(in));
    }
  }

  static EncodedEntryAndOperation entry(JsonScanner in) throws MalformedException {
    @Nullable EncodedEntry entry = null;
    @Nullable EncodedOperation operation = null;
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(ENTRY)) {
        entry = encodedEntry(in);
      } else if (in.named(OPERATION)) {
        operation = in.nextIsNull() ? null : new EncodedOperation(hex(in, MAX_OPERATION_BYTES));
      } else {
        in.skip();
      }
    }
    return new EncodedEntryAndOperation(JsonMember.required("entry", entry), operation);
  }

  static EncodedEntry encodedEntry(JsonScanner in) throws MalformedException {
    return new EncodedEntry(hex(in, EncodedEntry.MAX_SIZE));
  }

  /**
   * Text that is no hex, or too long, is nothing: refused like other entries, while the rest goes
   * on.
   */
  private static byte[] hex(JsonScanner in, int maxBytes) {
    try {
      return in.hex(maxBytes);
    } catch (MalformedException e) {
      // What is no text at all is met again by whatever comes next.
      return NOTHING;
    }
  }
}
