package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.bench.Corpus;
import bambusa.bytes.MalformedException;
import bambusa.crypto.PublicKey;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import bambusa.relay.client.RelayClient;
import bambusa.relay.client.RelayClientException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five real relays whose network breaks and of which some are killed, while authors publish at
 * three of them. How much they publish is set by the properties relay.net.entries and
 * relay.net.logs.
 */
final class RelayNetTest {

  private static final int RELAYS = 5;
  private static final int ENTRIES = Integer.getInteger("relay.net.entries", 2_000);
  private static final int LOGS = Integer.getInteger("relay.net.logs", 300);
  private static final int AUTHORS = 48;
  private static final int THIRDS = 3;

  /** Where authors publish; an author always at the same one. */
  private static final List<Integer> HOMES = List.of(0, 2, 4);

  private static final long PATIENCE_SECONDS = 60 + ENTRIES / 100;

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void fiveInALineAndThenInARingHoldTheSameAfterCutsAndKills() throws Exception {
    List<EncodedEntryAndOperation> corpus =
        Corpus.sign(new Corpus.Shape(ENTRIES + 1, AUTHORS, ENTRIES / LOGS)).entries();
    // The last one is kept for the end.
    List<EncodedEntryAndOperation> all = corpus.subList(0, ENTRIES);
    ExecutorService threads = Executors.newCachedThreadPool();
    try (RelayNet net = RelayNet.line(directory, RELAYS)) {
      await(publish(net, part(all, 0), threads));
      lineIsCutAndRelaysAreKilled(net, all, threads);
      becomeEqual(net, part(all, 0).size() + part(all, 1).size());

      net.closeRing();
      net.cut(2, 3);
      List<Future<Void>> publishing = publish(net, part(all, 2), threads);
      net.killAndRestart(1);
      await(publishing);
      becomeEqual(net, all.size());
      showsUpFiveRelaysAway(net, corpus.get(ENTRIES));
    } finally {
      threads.shutdownNow();
    }
  }

  private void lineIsCutAndRelaysAreKilled(
      RelayNet net, List<EncodedEntryAndOperation> all, ExecutorService threads) throws Exception {
    net.cut(1, 2);
    List<Future<Void>> publishing = publish(net, part(all, 1), threads);
    net.killAndRestart(3);
    await(publishing);
    int published = part(all, 0).size() + part(all, 1).size();
    assertThat(net.entryCount(0)).as("behind the cut").isLessThan(published);
    net.killAndRestart(2);
    net.heal(1, 2);
  }

  private static List<EncodedEntryAndOperation> part(
      List<EncodedEntryAndOperation> all, int third) {
    return all.subList(all.size() * third / THIRDS, all.size() * (third + 1) / THIRDS);
  }

  /** All authors at once, each one entry after another. */
  private List<Future<Void>> publish(
      RelayNet net, List<EncodedEntryAndOperation> entries, ExecutorService threads)
      throws MalformedException {
    Map<PublicKey, List<EncodedEntryAndOperation>> byAuthor = new LinkedHashMap<>();
    for (EncodedEntryAndOperation entry : entries) {
      byAuthor.computeIfAbsent(author(entry), added -> new ArrayList<>()).add(entry);
    }
    List<Future<Void>> publishing = new ArrayList<>();
    byAuthor.forEach(
        (author, own) -> publishing.add(threads.submit(() -> publish(home(net, author), own))));
    return publishing;
  }

  private static PublicKey author(EncodedEntryAndOperation entry) throws MalformedException {
    return new EntryDecoder().decode(entry.entry()).author();
  }

  private RelayClient home(RelayNet net, PublicKey author) {
    int home = HOMES.get(Math.floorMod(author.bytes()[0], HOMES.size()));
    return new RelayClient(net.graphql(home), http);
  }

  private static Void publish(RelayClient relay, List<EncodedEntryAndOperation> entries)
      throws RelayClientException, InterruptedException {
    for (EncodedEntryAndOperation entry : entries) {
      relay.publish(entry.entry(), Objects.requireNonNull(entry.operation()));
    }
    return null;
  }

  private static void await(List<Future<Void>> publishing) throws Exception {
    for (Future<Void> author : publishing) {
      author.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static void becomeEqual(RelayNet net, long entries) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    for (int relay = 0; relay < net.size(); relay++) {
      while (net.entryCount(relay) < entries) {
        assertThat(System.nanoTime()).as(net.peers()).isLessThan(deadline);
        net.feedBehind(relay, net.endOfFeed(relay), 1);
      }
    }
    String held = net.held(0);
    assertThat(net.entryCount(0)).isEqualTo(entries);
    for (int relay = 1; relay < net.size(); relay++) {
      assertThat(net.held(relay)).isEqualTo(held);
    }
  }

  /**
   * In the ring that is cut between 2 and 3, the way from 2 to 3 leads over all others: a reader at
   * the one sees what is published at the other.
   */
  private void showsUpFiveRelaysAway(RelayNet net, EncodedEntryAndOperation live) throws Exception {
    try (Chromium chromium = Chromium.start(directory.resolve("profile"))) {
      LeecherTab tab = LeecherTab.open(chromium.tab(), net.page(3));
      tab.awaitEntries(ENTRIES);
      tab.awaitState("live");
      publish(new RelayClient(net.graphql(2), http), List.of(live));
      Entry entry = new EntryDecoder().decode(live.entry());
      tab.awaitArrival(entry.author() + "/" + entry.logId() + "/" + entry.seqNum());
      // The count is told a little later than what arrived.
      tab.awaitEntries(ENTRIES + 1);
      assertThat(tab.entries()).isEqualTo(ENTRIES + 1);
    }
  }
}
