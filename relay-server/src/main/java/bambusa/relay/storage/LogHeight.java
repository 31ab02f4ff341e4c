package bambusa.relay.storage;

import bambusa.log.LogKey;
import bambusa.log.SeqNum;

/** A log and its newest sequence number. */
public record LogHeight(LogKey log, SeqNum height) {

  /** The same as replication tells it. */
  public bambusa.replication.LogHeight told() {
    return new bambusa.replication.LogHeight(log, height.value());
  }
}
