package bambusa.relay;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.crypto.Signer;
import bambusa.operation.SchemaId;
import bambusa.relay.client.RelayClient;
import bambusa.relay.config.RelaySettings;
import bambusa.relay.demo.Garden;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.quic.MessageLayout;
import bambusa.relay.signing.BouncyCastleSigner;
import bambusa.relay.storage.StoreAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Whole relays in one process, talking over loopback; stopped after each test. */
abstract class RelaysTest {

  static final SecureRandom RANDOM = new SecureRandom();

  private static final Pattern CURSOR = Pattern.compile("\"endCursor\":\"([^\"]+)\"");

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Relay> relays = new ArrayList<>();

  @AfterEach
  void stopRelays() {
    relays.forEach(Relay::close);
  }

  Relay relay(String name, Relay... peers) throws Exception {
    List<PeerAddress> addresses = new ArrayList<>();
    for (Relay peer : peers) {
      addresses.add(address(peer));
    }
    return relay(name, addresses);
  }

  Relay relay(String name, List<PeerAddress> addresses) throws Exception {
    return relay(name, addresses, List.of());
  }

  /** One that pulls only these schemas. */
  Relay relay(String name, List<PeerAddress> addresses, List<SchemaId> schemas) throws Exception {
    RelaySettings settings =
        new RelaySettings(
            directory.resolve(name),
            StoreAddress.Sqlite.in(directory.resolve(name)),
            "127.0.0.1",
            0,
            new RelaySettings.Quic(true, 0, true, MessageLayout.F9, false),
            List.of(),
            List.of(),
            addresses,
            schemas,
            List.of(),
            RelaySettings.Hosting.DEFAULT);
    Relay relay = Relay.start(settings, RANDOM);
    relays.add(relay);
    return relay;
  }

  static PeerAddress address(Relay relay) throws Exception {
    return PeerAddress.parse("http://127.0.0.1:" + relay.httpPort());
  }

  static PeerAddress quicAddress(Relay relay) throws Exception {
    return PeerAddress.parse("qp2p://127.0.0.1:" + relay.quicPort());
  }

  Garden garden(Relay relay) throws Exception {
    List<Signer> authors = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] seed = new byte[BouncyCastleSigner.SEED_SIZE];
      RANDOM.nextBytes(seed);
      authors.add(BouncyCastleSigner.ofSeed(seed));
    }
    return new Garden(new RelayClient(address(relay).uri(), http), authors, RANDOM);
  }

  String ask(Relay relay, String query) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(address(relay).uri())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"query\":\"" + query.replace("\"", "\\\"") + "\"}"))
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  String peers(Relay relay) throws Exception {
    URI page = address(relay).uri().resolve("/peers");
    return http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
  }

  /** Waits until the relay says so of its peers. */
  void tells(Relay relay, String words) throws Exception {
    while (!peers(relay).contains(words)) {
      awaitArrival(relay);
    }
  }

  /** All logs and heights in key order, without asking anything that depends on arrival. */
  String held(Relay relay) throws Exception {
    return ask(relay, "{ logRanges(ranges: [{}]) { count fingerprint } node { entryCount } }");
  }

  /** Waits on held queries of the relay that is to catch up, until both hold the same. */
  void becomesEqual(Relay relay, Relay other) throws Exception {
    while (!held(relay).equals(held(other))) {
      awaitArrival(relay);
    }
  }

  void awaitArrival(Relay relay) throws Exception {
    Matcher cursor = CURSOR.matcher(ask(relay, "{ forkProofs { endCursor } }"));
    assertThat(cursor.find()).isTrue();
    ask(
        relay,
        "{ entriesSince(after: \""
            + cursor.group(1)
            + "\", first: 1, waitSeconds: 1) { endCursor } }");
  }

  /** One relay ends before the others. */
  void stop(Relay relay) {
    relay.close();
    relays.remove(relay);
  }
}
