package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.crypto.Hash;
import bambusa.log.EntryEncoder.Place;
import bambusa.relay.client.RelayClient;
import bambusa.relay.client.RelayClientException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A relay that is killed while many authors publish. What it acknowledged is there when it comes
 * back, and every author can go on from there.
 */
final class KillTest {

  private static final int KILLS = 20;
  private static final int AUTHORS = 16;
  private static final int MIN_ACKNOWLEDGED = 50;
  private static final int MAX_ACKNOWLEDGED = 400;
  private static final long PATIENCE_SECONDS = 30;

  @TempDir Path directory;

  @Test
  void everythingAcknowledgedIsThereAfterEachOfTwentyKills() throws Exception {
    Random random = new Random(20);
    List<BusyAuthor> authors = new ArrayList<>();
    for (int i = 0; i < AUTHORS; i++) {
      authors.add(new BusyAuthor(TestAuthor.named("author " + i)));
    }
    Set<Hash> found = new HashSet<>();
    FeedReader feed = new FeedReader();
    ExecutorService threads = Executors.newFixedThreadPool(AUTHORS);
    RelayProcess relay = RelayProcess.start(directory);
    try {
      for (int kill = 1; kill <= KILLS; kill++) {
        int wanted = random.nextInt(MIN_ACKNOWLEDGED, MAX_ACKNOWLEDGED);
        publishUntilKilled(relay, authors, threads, wanted);

        relay = RelayProcess.start(directory);
        // From the cursor of the round before: nothing may appear behind one that was given out.
        found.addAll(feed.readOn(relay.graphql()));
        for (BusyAuthor author : authors) {
          assertThat(found).as("kill " + kill).containsAll(author.acknowledged());
        }
      }
      assertThat(new FeedReader().readOn(relay.graphql())).isEqualTo(found);
    } finally {
      relay.close();
      threads.shutdownNow();
    }
  }

  /**
   * Kills the relay as soon as so many entries are acknowledged, with everybody still publishing.
   */
  private static void publishUntilKilled(
      RelayProcess relay, List<BusyAuthor> authors, ExecutorService threads, int wanted)
      throws Exception {
    RelayClient client = new RelayClient(relay.graphql(), HttpClient.newHttpClient());
    CountDownLatch enough = new CountDownLatch(wanted);
    List<Future<?>> publishing = new ArrayList<>();
    for (BusyAuthor author : authors) {
      publishing.add(threads.submit(() -> publishWhileTheRelayLives(author, client, enough)));
    }
    boolean reached = enough.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    relay.kill();
    for (Future<?> author : publishing) {
      author.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(reached).as(wanted + " entries acknowledged in time").isTrue();
  }

  private static Void publishWhileTheRelayLives(
      BusyAuthor author, RelayClient relay, CountDownLatch count)
      throws InterruptedException, RelayClientException {
    try {
      Place place = author.place(relay);
      while (true) {
        place = author.publish(relay, place);
        count.countDown();
      }
    } catch (RelayClientException.Unreachable killed) {
      return null;
    }
  }
}
