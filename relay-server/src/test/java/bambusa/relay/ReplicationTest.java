package bambusa.relay;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.log.EncodedEntry;
import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import bambusa.relay.demo.Garden;
import bambusa.relay.peers.HttpPeerTransports;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.peers.PeerTransport;
import bambusa.relay.peers.PeersFile;
import bambusa.relay.quic.MessageLayout;
import bambusa.relay.quic.QuicNode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole relays in one process, talking over loopback. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReplicationTest extends RelaysTest {

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

  private static final Pattern NAME = Pattern.compile("\"name\":\"(\\w+)\"");

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
      Matcher field = NAME.matcher(ask(relay, "{ __schema { queryType { fields { name } } } }"));
      while (field.find()) {
        String call = "{ " + field.group(1);
        assertThat(QUERIES).as(call).anyMatch(query -> query.startsWith(call));
      }
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
    addPeer("one", address(other));
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
    addPeer("lonely", address(relay));
    tells(relay, "\"state\":\"this is the relay itself\"");
    garden(relay).grow();
    assertThat(peers(relay)).contains("this is the relay itself", "\"accepted\":0");
  }

  @Test
  void whatKeepsAPeerFromAnsweringIsToldInWords() throws Exception {
    Relay gone = relay("gone");
    PeerAddress address = address(gone);
    stop(gone);
    Relay puller = relay("puller");
    addPeer("puller", address);
    tells(puller, "cannot connect to 127.0.0.1:" + address.uri().getPort());
  }

  private void addPeer(String relay, PeerAddress address) throws Exception {
    assertThat(new PeersFile(directory.resolve(relay)).change(peers -> peers.add(address)))
        .isTrue();
  }
}
