package bambusa.bench;

import bambusa.relay.peers.HttpPeerTransports;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.peers.PeerTransport;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one session asks over HTTP: answered questions, and bytes on the wire in both directions, by
 * the field that was asked for.
 */
final class Traffic implements AutoCloseable {

  private static final List<String> FIELDS =
      List.of(
          "logRanges",
          "logHeights",
          "forkProofs(",
          "entriesFromLogs",
          "entryByHash",
          "entriesSince",
          "node");

  private final TcpLink link;
  private final Map<String, Asked> asked = new LinkedHashMap<>();

  private record Asked(int times, long sent, long received) {

    Asked and(Asked other) {
      return new Asked(times + other.times, sent + other.sent, received + other.received);
    }
  }

  Traffic(int port) throws IOException {
    this.link = TcpLink.open();
    link.leadTo(port);
  }

  URI graphql() {
    return link.graphql();
  }

  PeerTransport transport(PeerAddress address) {
    PeerTransport http = new HttpPeerTransports().apply(address);
    return (body, timeoutMillis) -> {
      long sentBefore = link.askedBytes();
      long receivedBefore = link.answeredBytes();
      byte[] answer = http.ask(body, timeoutMillis);
      count(
          body,
          new Asked(1, link.askedBytes() - sentBefore, link.answeredBytes() - receivedBefore));
      return answer;
    };
  }

  private synchronized void count(String body, Asked question) {
    String field = FIELDS.stream().filter(body::contains).findFirst().orElse("other");
    asked.merge(field, question, Asked::and);
  }

  synchronized int rounds() {
    return asked.values().stream().mapToInt(Asked::times).sum();
  }

  private long bytes() {
    return asked.values().stream().mapToLong(sum -> sum.sent() + sum.received()).sum();
  }

  /** Everything, as one line. */
  synchronized String summary() {
    List<String> parts = new ArrayList<>();
    asked.forEach(
        (field, sum) ->
            parts.add(
                "%s %d ×, %,d B sent, %,d B received"
                    .formatted(field, sum.times(), sum.sent(), sum.received())));
    return "%d round trips, %,d bytes (%s)".formatted(rounds(), bytes(), String.join("; ", parts));
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
