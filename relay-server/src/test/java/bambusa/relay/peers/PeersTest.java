package bambusa.relay.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import bambusa.relay.ingest.TestRelay;
import bambusa.relay.storage.SqlStore;
import bambusa.replication.TargetSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which sessions run, with peers that never answer. */
class PeersTest {

  @TempDir Path directory;

  private final List<PeerAddress> dialled = new ArrayList<>();
  private TestRelay relay;
  private Peers peers;

  @BeforeEach
  void open() {
    relay = new TestRelay(SqlStore.open(directory, new SecureRandom()));
    peers = peers(this::dial);
  }

  private Peers peers(Function<PeerAddress, PeerTransport> transports) {
    return new Peers(
        new Peers.Surroundings(
            relay.reader(),
            relay.store().peerCursors(),
            relay.gate(),
            TargetSet.EVERYTHING,
            System::currentTimeMillis,
            () -> 0.5),
        transports);
  }

  @AfterEach
  void close() {
    peers.close();
    relay.close();
  }

  private PeerTransport dial(PeerAddress address) {
    dialled.add(address);
    return (body, timeoutMillis) -> {
      new CountDownLatch(1).await();
      return new byte[0];
    };
  }

  private List<PeerAddress> dialledFor(List<PeerAddress> wanted) {
    dialled.clear();
    peers.set(wanted);
    assertThat(peers.status()).extracting(PeerStatus::address).isEqualTo(wanted);
    return List.copyOf(dialled);
  }

  @Test
  void relayEndsInTimeHoweverManyPeersHang() throws Exception {
    List<PeerAddress> hanging = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      hanging.add(PeerAddress.parse("http://" + i + ".example"));
    }
    peers.set(hanging);
    assertTimeout(Duration.ofSeconds(5), peers::close);
    assertThat(peers.status()).isEmpty();
  }

  @Test
  void errorsThatAPeerAnswersAreKept() throws Exception {
    String node =
        """
        {"data": {"node": {"storeId": "other", "replicationVersion": 1, "schemaIds": null,
          "entryCount": "1", "maxEntries": 1000, "maxWaitSeconds": 60}}}
        """;
    CountDownLatch askedAgain = new CountDownLatch(2);
    PeerTransport broken =
        (body, timeoutMillis) -> {
          boolean first = body.contains("storeId");
          if (first) {
            askedAgain.countDown();
          }
          return (first ? node : "{\"errors\": [{\"message\": \"it is broken\"}]}")
              .getBytes(StandardCharsets.UTF_8);
        };
    try (Peers asking = peers(address -> broken)) {
      asking.set(List.of(PeerAddress.parse("http://a.example")));
      assertThat(askedAgain.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(asking.status().get(0).lastError()).isEqualTo("it is broken");
    }
  }

  @Test
  void sessionsStartAnewWhenTheyAreToldTo() throws Exception {
    List<PeerAddress> wanted =
        List.of(PeerAddress.parse("http://a.example"), PeerAddress.parse("http://b.example"));
    assertThat(dialledFor(wanted)).isEqualTo(wanted);
    assertThat(dialledFor(wanted)).isEmpty();
    peers.beginAnew();
    assertThat(dialled).isEqualTo(wanted);
    peers.close();
    peers.beginAnew();
    assertThat(peers.status()).isEmpty();
  }

  @Test
  void sessionsStartAnewWhenOnePeerBecomesSeveralOrSeveralOne() throws Exception {
    PeerAddress a = PeerAddress.parse("http://a.example");
    PeerAddress b = PeerAddress.parse("http://b.example");
    PeerAddress c = PeerAddress.parse("http://c.example");
    assertThat(dialledFor(List.of(a))).containsExactly(a);
    assertThat(dialledFor(List.of(a, b))).containsExactly(a, b);
    assertThat(dialledFor(List.of(a, b, c))).containsExactly(c);
    assertThat(dialledFor(List.of(a, c))).isEmpty();
    assertThat(dialledFor(List.of(c))).containsExactly(c);
  }
}
