package bambusa.relay.ingest;

import bambusa.ingest.NextArgs;
import bambusa.ingest.Reason;

/** What became of a published entry. */
public sealed interface PublishResult {

  /**
   * Stored, and on disk.
   *
   * @param nextArgs to sign into the next entry of the same log
   */
  record Stored(NextArgs nextArgs) implements PublishResult {}

  /** It will not be stored as it is. */
  record Refused(Reason reason, String message) implements PublishResult {}

  /** Nothing can be stored at the moment. */
  record Full(String message) implements PublishResult {}

  /** Too much waits to be verified and written; to be tried again later. */
  record Busy(String message) implements PublishResult {}
}
