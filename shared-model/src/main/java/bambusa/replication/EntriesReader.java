package bambusa.replication;

import bambusa.bytes.MalformedException;
import bambusa.ingest.EncodedEntryAndOperation;
import java.util.ArrayList;
import java.util.List;

/** Reads the answers to {@link FeedQuery#entriesByHash} and {@link FeedQuery#entriesFromLogs}. */
public final class EntriesReader {

  private static final byte[] ENTRIES_FROM_LOGS = JsonScanner.ascii("entriesFromLogs");
  private static final byte[] ENTRIES = JsonScanner.ascii("entries");
  private static final byte[] COMPLETE = JsonScanner.ascii("complete");

  private final int maxEntries;

  /** Refuses answers of more entries. */
  public EntriesReader(int maxEntries) {
    this.maxEntries = maxEntries;
  }

  /**
   * Entries asked for by log.
   *
   * @param complete whether nothing was left out of what the relay has of the asked windows
   */
  public record EntriesFromLogs(List<EncodedEntryAndOperation> entries, boolean complete) {
    public EntriesFromLogs {
      entries = List.copyOf(entries);
    }
  }

  /** The entries that were found, in the order in which the answer tells them. */
  public Answer<List<EncodedEntryAndOperation>> readByHash(byte[] response)
      throws MalformedException {
    return ResponseScanner.scan(response, this::aliases);
  }

  /**
   * Whether all entries are held that were asked about: nothing but errors says that one is not.
   */
  static Answer<Reply> readHeld(byte[] response) throws MalformedException {
    return ResponseScanner.scan(
        response,
        in -> {
          in.skip();
          return new Reply.Held();
        });
  }

  public Answer<EntriesFromLogs> readFromLogs(byte[] response) throws MalformedException {
    return ResponseScanner.scan(response, this::fromLogs);
  }

  private List<EncodedEntryAndOperation> aliases(JsonScanner in) throws MalformedException {
    List<EncodedEntryAndOperation> entries = new ArrayList<>();
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.nextIsNull()) {
        continue;
      }
      if (entries.size() == maxEntries) {
        throw new MalformedException("expected at most " + maxEntries + " entries, got more");
      }
      entries.add(EntryScanner.entry(in));
    }
    return entries;
  }

  private EntriesFromLogs fromLogs(JsonScanner in) throws MalformedException {
    List<EncodedEntryAndOperation> entries = new ArrayList<>();
    boolean complete = false;
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(ENTRIES_FROM_LOGS)) {
        complete = page(in, entries);
      } else {
        in.skip();
      }
    }
    return new EntriesFromLogs(entries, complete);
  }

  private boolean page(JsonScanner in, List<EncodedEntryAndOperation> entries)
      throws MalformedException {
    boolean complete = false;
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(ENTRIES)) {
        EntryScanner.entries(in, maxEntries, entries);
      } else if (in.named(COMPLETE)) {
        complete = in.bool();
      } else {
        in.skip();
      }
    }
    return complete;
  }
}
