package bambusa.relay.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How it goes with a peer, for people and their programs; the members of the JSON at {@code
 * /peers}.
 *
 * @param state in words: in sync, catching up, resting …
 * @param reason why it is in this state
 * @param since when the state was entered, ISO 8601 in UTC
 * @param until when a rest ends, ISO 8601 in UTC; null when it does not rest
 * @param accepted entries stored that came from it since the start
 * @param refused entries refused, by reason
 * @param parked entries of any peer that wait for their past
 * @param wantedLogs logs of which it holds more than was fetched yet
 * @param entriesBehind entries that it holds, as it tells, and that were not fetched yet
 * @param lastError the last failure, null if there was none
 */
public record PeerReport(
    String address,
    String state,
    String reason,
    String since,
    @Nullable String until,
    long accepted,
    Map<String, Long> refused,
    int parked,
    int wantedLogs,
    long entriesBehind,
    @Nullable String lastError) {}
