package bambusa.relay.peers;

import bambusa.replication.SessionState;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How it goes with a peer, at one moment.
 *
 * @param sinceMillis when the state was entered
 * @param untilMillis when a rest ends; null when it does not rest
 * @param reason why it was entered, in words
 * @param accepted entries stored that came from it, since the start
 * @param refused entries refused, by reason
 * @param parked entries of any peer that wait for their past
 * @param wantedLogs logs of which it holds more than we have fetched yet
 * @param entriesBehind entries that it holds, as it tells, and that were not fetched yet
 * @param lastError the last failure, null if there was none
 */
public record PeerStatus(
    PeerAddress address,
    SessionState state,
    long sinceMillis,
    @Nullable Long untilMillis,
    String reason,
    long accepted,
    Map<String, Long> refused,
    int parked,
    int wantedLogs,
    long entriesBehind,
    @Nullable String lastError) {

  public PeerStatus {
    refused = new TreeMap<>(refused);
  }

  /** In words: in sync, catching up, resting, or it is ourselves. */
  public String summary() {
    return switch (state) {
      case FOLLOWING_FEED, FOLLOWING_HEIGHTS, HEADS ->
          parked == 0 ? "in sync" : "in sync, " + parked + " entries wait";
      case RESTING -> "resting";
      case OURSELVES -> "this is the relay itself";
      case ASKING_NODE -> "connecting";
      case FEED, HEIGHTS, PROOFS, RANGES, LOGS, MISSING, STANDARD, STORING -> "catching up";
    };
  }

  public Optional<String> error() {
    return Optional.ofNullable(lastError);
  }
}
