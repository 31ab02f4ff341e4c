package bambusa.relay;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.crypto.Signer;
import bambusa.log.EncodedEntry;
import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import bambusa.relay.client.RelayClient;
import bambusa.relay.config.RelaySettings;
import bambusa.relay.demo.Garden;
import bambusa.relay.peers.HttpPeerTransports;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.peers.PeerTransport;
import bambusa.relay.peers.PeersFile;
import bambusa.relay.quic.MessageLayout;
import bambusa.relay.quic.QuicNode;
import bambusa.relay.signing.BouncyCastleSigner;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole relays in one process, talking over loopback. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReplicationTest {

  private static final Pattern CURSOR = Pattern.compile("\"endCursor\":\"([^\"]+)\"");

  /**
   * Every field of the API, and every kind of refusal; AUTHOR, LOG and HASH stand for stored ones.
   */
  private static final List<String> QUERIES =
      List.of(
          "{ nextArgs(publicKey: \"AUTHOR\") { logId seqNum backlink skiplink } }",
          "{ entryByHash(hash: \"HASH\") { entry operation } }",
          "{ entryByHash(hash: \"00\") { entry } }",
          "{ entryByLogIdAndSeqNum(logId: \"LOG\", seqNum: \"1\", publicKey: \"AUTHOR\")"
              + " { entry operation certificatePool } }",
          "{ entriesNewerThanSeqNum(logId: \"LOG\", publicKey: \"AUTHOR\")"
              + " { totalCount edges { cursor node { entry } } pageInfo { hasNextPage } } }",
          "{ node { storeId version entryCount logCount authorCount } }",
          "{ entriesSince { entries { entry operation } endCursor hasNextPage remaining } }",
          "{ logHeights { authors { publicKey } endCursor } }",
          "{ entriesFromLogs(logs: [{ publicKey: \"AUTHOR\", logId: \"LOG\" }])"
              + " { entries { entry operation } complete } }",
          "{ logRanges(ranges: [{}]) { count fingerprint } }",
          "{ forkProofs { proofs { seqNum } endCursor } }",
          "{ __schema { queryType { fields { name } } } }",
          "{ unknown }",
          "{ broken",
          "mutation { publish(entry: \"00\", operation: \"00\") { logId } }");

  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Relay> relays = new ArrayList<>();

  @AfterEach
  void stop() {
    relays.forEach(Relay::close);
  }

  private Relay relay(String name, Relay... peers) throws Exception {
    List<PeerAddress> addresses = new ArrayList<>();
    for (Relay peer : peers) {
      addresses.add(address(peer));
    }
    return relay(name, addresses);
  }

  private Relay relay(String name, List<PeerAddress> addresses) throws Exception {
    RelaySettings settings =
        new RelaySettings(
            directory.resolve(name),
            "127.0.0.1",
            0,
            new RelaySettings.Quic(true, 0, MessageLayout.F9, false),
            List.of(),
            List.of(),
            addresses,
            List.of(),
            List.of());
    Relay relay = Relay.start(settings, RANDOM);
    relays.add(relay);
    return relay;
  }

  private static PeerAddress address(Relay relay) throws Exception {
    return PeerAddress.parse("http://127.0.0.1:" + relay.httpPort());
  }

  private static PeerAddress quicAddress(Relay relay) throws Exception {
    return PeerAddress.parse("qp2p://127.0.0.1:" + relay.quicPort());
  }

  private Garden garden(Relay relay) throws Exception {
    List<Signer> authors = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] seed = new byte[BouncyCastleSigner.SEED_SIZE];
      RANDOM.nextBytes(seed);
      authors.add(BouncyCastleSigner.ofSeed(seed));
    }
    return new Garden(new RelayClient(address(relay).uri(), http), authors, RANDOM);
  }

  private String ask(Relay relay, String query) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(address(relay).uri())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"query\":\"" + query.replace("\"", "\\\"") + "\"}"))
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  private String peers(Relay relay) throws Exception {
    URI page = address(relay).uri().resolve("/peers");
    return http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
  }

  /** Waits until the relay says so of its peers. */
  private void tells(Relay relay, String words) throws Exception {
    while (!peers(relay).contains(words)) {
      awaitArrival(relay);
    }
  }

  /** All logs and heights in key order, without asking anything that depends on arrival. */
  private String held(Relay relay) throws Exception {
    return ask(relay, "{ logRanges(ranges: [{}]) { count fingerprint } node { entryCount } }");
  }

  /** Waits on held queries of the relay that is to catch up, until both hold the same. */
  private void becomesEqual(Relay relay, Relay other) throws Exception {
    while (!held(relay).equals(held(other))) {
      awaitArrival(relay);
    }
  }

  private void awaitArrival(Relay relay) throws Exception {
    Matcher cursor = CURSOR.matcher(ask(relay, "{ forkProofs { endCursor } }"));
    assertThat(cursor.find()).isTrue();
    ask(
        relay,
        "{ entriesSince(after: \""
            + cursor.group(1)
            + "\", first: 1, waitSeconds: 1) { endCursor } }");
  }

  @Test
  void threeRelaysInALineHoldTheSameAndStayUpToDate() throws Exception {
    Relay near = relay("near");
    Garden garden = garden(near);
    for (int i = 0; i < 60; i++) {
      garden.grow();
    }
    Relay middle = relay("middle", near);
    Relay far = relay("far", middle);
    becomesEqual(far, near);
    for (int i = 0; i < 20; i++) {
      garden.grow();
    }
    becomesEqual(far, near);
    assertThat(held(middle)).isEqualTo(held(near));
  }

  @Test
  void relaysOverQuicHoldTheSameAndStayUpToDate() throws Exception {
    Relay near = relay("near");
    Garden garden = garden(near);
    for (int i = 0; i < 60; i++) {
      garden.grow();
    }
    Relay far = relay("far", List.of(quicAddress(near)));
    becomesEqual(far, near);
    for (int i = 0; i < 20; i++) {
      garden.grow();
    }
    becomesEqual(far, near);
  }

  @Test
  void answersOverQuicAreThoseOfHttpByteForByte() throws Exception {
    Relay relay = relay("one");
    Garden garden = garden(relay);
    for (int i = 0; i < 60; i++) {
      garden.grow();
    }
    try (QuicNode quic =
        QuicNode.asking(
            MessageLayout.F9, new QuicNode.Surroundings(RANDOM, System::currentTimeMillis))) {
      PeerTransport overQuic = quic.transport(quicAddress(relay));
      PeerTransport overHttp = new HttpPeerTransports().apply(address(relay));
      for (String query : QUERIES) {
        String filled = filled(query, relay);
        String body = "{\"query\":\"" + filled.replace("\"", "\\\"") + "\"}";
        assertThat(overQuic.ask(body, 20_000)).isEqualTo(overHttp.ask(body, 20_000));
      }
    }
  }

  private String filled(String query, Relay relay) throws Exception {
    Matcher first =
        Pattern.compile("\"entry\":\"([0-9a-f]+)\"")
            .matcher(ask(relay, "{ entriesSince(first: 1) { entries { entry } } }"));
    assertThat(first.find()).isTrue();
    Entry entry = new EntryDecoder().decode(EncodedEntry.parse(first.group(1)));
    return query
        .replace("AUTHOR", entry.author().toString())
        .replace("LOG", entry.logId().toString())
        .replace("HASH", entry.hash().toString());
  }

  @Test
  void relaysThatPullFromEachOtherAgree() throws Exception {
    Relay one = relay("one");
    Relay other = relay("other", one);
    new PeersFile(directory.resolve("one")).write(Set.of(address(other)));
    Garden here = garden(one);
    Garden there = garden(other);
    for (int i = 0; i < 30; i++) {
      here.grow();
      there.grow();
    }
    becomesEqual(one, other);
    assertThat(ask(one, "{ node { entryCount } }"))
        .isEqualTo(ask(other, "{ node { entryCount } }"));
  }

  @Test
  void severalPeersAreAskedForEachLogOnce() throws Exception {
    Relay source = relay("source");
    Garden garden = garden(source);
    for (int i = 0; i < 60; i++) {
      garden.grow();
    }
    Relay mirror = relay("mirror", source);
    becomesEqual(mirror, source);
    Relay far = relay("far", source, mirror);
    becomesEqual(far, source);
    garden.grow();
    becomesEqual(far, source);
  }

  @Test
  void aRelayThatIsItsOwnPeerNoticesAndAsksNoMore() throws Exception {
    Relay relay = relay("lonely");
    new PeersFile(directory.resolve("lonely")).write(Set.of(address(relay)));
    tells(relay, "\"state\":\"this is the relay itself\"");
    garden(relay).grow();
    assertThat(peers(relay)).contains("this is the relay itself", "\"accepted\":0");
  }

  @Test
  void whatKeepsAPeerFromAnsweringIsToldInWords() throws Exception {
    Relay gone = relay("gone");
    PeerAddress address = address(gone);
    gone.close();
    relays.remove(gone);
    Relay puller = relay("puller");
    new PeersFile(directory.resolve("puller")).write(Set.of(address));
    tells(puller, "cannot connect to 127.0.0.1:" + address.uri().getPort());
  }
}
