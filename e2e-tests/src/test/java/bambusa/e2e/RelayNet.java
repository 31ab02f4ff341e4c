package bambusa.e2e;

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

/**
 * Relays in processes of their own, in a line that can become a ring. Each pulls from its
 * neighbours, over ways that can be cut.
 */
final class RelayNet implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path directory;
  private final Wires wires;
  private final List<RelayProcess> relays = new ArrayList<>();

  private RelayNet(Path directory, Wires wires) {
    this.directory = directory;
    this.wires = wires;
  }

  /** So many in a line. */
  static RelayNet line(Path directory, int size) throws IOException {
    RelayNet net = new RelayNet(directory, Wires.of(size));
    try {
      for (int relay = 0; relay + 1 < size; relay++) {
        net.wires.join(relay, relay + 1);
      }
      for (int relay = 0; relay < size; relay++) {
        net.relays.add(net.launch(relay, size));
      }
    } catch (AssertionError | IOException e) {
      net.close();
      throw e;
    }
    return net;
  }

  private RelayProcess launch(int relay, int size) {
    List<String> options = new ArrayList<>(List.of("--quic-port", "0"));
    for (int neighbour : new int[] {relay - 1, relay + 1}) {
      if (neighbour >= 0 && neighbour < size) {
        options.add("--peer");
        options.add(wires.way(relay, neighbour).toString());
      }
    }
    return wires.launch(relay, directory.resolve("relay-" + relay), options);
  }

  /** Joins the ends of the line while all run, as {@code ./relay peers add} does. */
  void closeRing() throws IOException, MalformedException {
    int last = size() - 1;
    wires.join(0, last);
    addPeer(0, last);
    addPeer(last, 0);
  }

  private void addPeer(int asker, int asked) throws IOException, MalformedException {
    PeerAddress address = PeerAddress.parse(wires.way(asker, asked).toString());
    new PeersFile(relays.get(asker).dataDirectory()).change(peers -> peers.add(address));
  }

  int size() {
    return relays.size();
  }

  URI graphql(int relay) {
    return relays.get(relay).graphql();
  }

  /** Nothing passes between two neighbours from now on. */
  void cut(int one, int other) throws IOException {
    wires.cut(one, other);
  }

  void heal(int one, int other) throws IOException {
    wires.heal(one, other);
  }

  /** Where a browser finds the page of a relay. */
  URI page(int relay) throws IOException {
    return wires.page(relay, relays.get(relay));
  }

  /** SIGKILL, and a new process on what it has left. */
  void killAndRestart(int relay) {
    relays.get(relay).kill();
    relays.set(relay, launch(relay, size()));
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
    wires.close();
  }
}
