package bambusa.relay.storage;

import bambusa.ingest.EncodedEntryAndOperation;
import java.util.List;

/**
 * Entries of several logs (replication.md 2, {@code entriesFromLogs}).
 *
 * @param entries in order of arrival: every prefix can be ingested
 * @param complete whether all that was asked for is in it
 */
public record LogWindowsPage(List<EncodedEntryAndOperation> entries, boolean complete) {

  /** Copies the list. */
  public LogWindowsPage {
    entries = List.copyOf(entries);
  }
}
