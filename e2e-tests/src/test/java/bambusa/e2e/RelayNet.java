package bambusa.e2e;

import bambusa.bench.TcpLink;
import bambusa.bytes.MalformedException;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.peers.PeersFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Relays in processes of their own, in a line that can become a ring. Each pulls from its
 * neighbours, over links that can be cut.
 */
final class RelayNet implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path directory;
  private final List<RelayProcess> relays = new ArrayList<>();

  /** Given to the relays when they start. */
  private final List<Link> links = new ArrayList<>();

  /** Given to them while they run. */
  private final List<Link> closing = new ArrayList<>();

  /** How one relay is reached by another. */
  private record Link(int asker, int asked, TcpLink way) {

    boolean isBetween(int one, int other) {
      return asker == one && asked == other || asker == other && asked == one;
    }
  }

  private RelayNet(Path directory) {
    this.directory = directory;
  }

  /** So many in a line. */
  static RelayNet line(Path directory, int size) throws IOException {
    RelayNet net = new RelayNet(directory);
    for (int relay = 0; relay + 1 < size; relay++) {
      net.link(relay, relay + 1);
    }
    try {
      for (int relay = 0; relay < size; relay++) {
        net.relays.add(net.launch(relay, 0));
        net.direct(relay);
      }
    } catch (AssertionError e) {
      net.close();
      throw e;
    }
    return net;
  }

  private void link(int one, int other) throws IOException {
    links.add(new Link(one, other, TcpLink.open()));
    links.add(new Link(other, one, TcpLink.open()));
  }

  /** Joins the ends of the line while all run, as {@code ./relay peers add} does. */
  void closeRing() throws IOException, MalformedException {
    List<Link> added =
        List.of(new Link(0, size() - 1, TcpLink.open()), new Link(size() - 1, 0, TcpLink.open()));
    for (Link link : added) {
      link.way().leadTo(relays.get(link.asked()).httpPort());
      PeerAddress address = PeerAddress.parse(link.way().graphql().toString());
      new PeersFile(relays.get(link.asker()).dataDirectory()).write(Set.of(address));
    }
    closing.addAll(added);
  }

  private RelayProcess launch(int relay, int port) {
    List<String> options = new ArrayList<>();
    for (Link link : links) {
      if (link.asker() == relay) {
        options.add("--peer");
        options.add(link.way().graphql().toString());
      }
    }
    return RelayProcess.startAt(
        port, directory.resolve("relay-" + relay), options.toArray(String[]::new));
  }

  private void direct(int relay) {
    for (Link link : links) {
      if (link.asked() == relay) {
        link.way().leadTo(relays.get(relay).httpPort());
      }
    }
  }

  int size() {
    return relays.size();
  }

  URI graphql(int relay) {
    return relays.get(relay).graphql();
  }

  /** Nothing passes between two neighbours from now on. */
  void cut(int one, int other) {
    links.stream().filter(link -> link.isBetween(one, other)).forEach(link -> link.way().cut());
  }

  void heal(int one, int other) {
    links.stream().filter(link -> link.isBetween(one, other)).forEach(link -> link.way().heal());
  }

  /** SIGKILL, and a new process on what it has left. */
  void killAndRestart(int relay) {
    RelayProcess killed = relays.get(relay);
    killed.kill();
    relays.set(relay, launch(relay, killed.httpPort()));
  }

  long entryCount(int relay) throws IOException, InterruptedException {
    return ask(relay, "{ node { entryCount } }", Map.of())
        .path("node")
        .path("entryCount")
        .asLong(-1);
  }

  /** Number, logs and fingerprint of everything that a relay holds. */
  String held(int relay) throws IOException, InterruptedException {
    return ask(
            relay,
            "{ node { entryCount } logRanges(ranges: [{}]) { count fingerprint } }",
            Map.of())
        .toString();
  }

  /** Where the feed of a relay ends. */
  String endOfFeed(int relay) throws IOException, InterruptedException {
    return ask(relay, "{ forkProofs { endCursor } }", Map.of())
        .path("forkProofs")
        .path("endCursor")
        .asText();
  }

  /** The next page of the feed, held until there is something or the time is over. */
  JsonNode feedBehind(int relay, String cursor, int waitSeconds)
      throws IOException, InterruptedException {
    return ask(
            relay,
            "query ($after: ReplicationCursor, $wait: Int) "
                + "{ entriesSince(after: $after, first: 10, waitSeconds: $wait) { entries { entry } } }",
            Map.of("after", cursor, "wait", waitSeconds))
        .path("entriesSince")
        .path("entries");
  }

  private JsonNode ask(int relay, String query, Map<String, Object> variables)
      throws IOException, InterruptedException {
    String body = JSON.writeValueAsString(Map.of("query", query, "variables", variables));
    HttpRequest request =
        HttpRequest.newBuilder(graphql(relay))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    JsonNode answer =
        JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    if (answer.has("errors")) {
      throw new AssertionError("relay " + relay + " answered " + answer);
    }
    return answer.path("data");
  }

  /** How it goes with the peers of every relay, for whoever looks at a failure. */
  String peers() throws IOException, InterruptedException {
    StringBuilder all = new StringBuilder();
    for (RelayProcess relay : relays) {
      HttpRequest request = HttpRequest.newBuilder(relay.page().resolve("/peers")).build();
      all.append(http.send(request, HttpResponse.BodyHandlers.ofString()).body()).append('\n');
    }
    return all.toString();
  }

  @Override
  public void close() throws IOException {
    relays.forEach(RelayProcess::close);
    for (Link link : links) {
      link.way().close();
    }
    for (Link link : closing) {
      link.way().close();
    }
  }
}
