package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.crypto.Hash;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.EntryEncoder.Place;
import bambusa.postgres.TestPostgres;
import bambusa.relay.client.RelayClient;
import bambusa.relay.client.RelayClientException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Relays, as processes of their own, that share one PostgreSQL database. */
final class SharedDatabaseTest {

  private static final int RELAYS = Integer.getInteger("shared.database.relays", 2);
  private static final int KILLS = Integer.getInteger("shared.database.kills", 1);
  private static final int ENTRIES_BETWEEN = Integer.getInteger("shared.database.entries", 60);
  private static final int OUTAGE_SECONDS = Integer.getInteger("shared.database.outage", 2);
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private static TestPostgres database;

  @TempDir Path directory;

  private final AtomicReferenceArray<RelayProcess> relays = new AtomicReferenceArray<>(RELAYS);
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Once nothing is under way any more. */
  private final AtomicBoolean allPublished = new AtomicBoolean();

  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<BusyAuthor> authors = new ArrayList<>();

  @BeforeAll
  static void startDatabase() {
    database = TestPostgres.start();
    database.createDatabase("relays");
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @AfterEach
  void stopAll() {
    ended.set(true);
    allPublished.set(true);
    threads.shutdownNow();
    for (int i = 0; i < RELAYS; i++) {
      if (relays.get(i) != null) {
        relays.get(i).close();
      }
    }
  }

  private void startRelay(int number) {
    Path data = directory.resolve("relay-" + number);
    relays.set(
        number, RelayProcess.start(data, "--no-quic", "--store", database.address("relays")));
  }

  @Test
  void nothingIsLostOrOutOfOrderWhenRelaysAreKilledAndTheDatabaseIsAway() throws Exception {
    List<Future<List<Hash>>> readers = new ArrayList<>();
    List<Future<Void>> publishers = new ArrayList<>();
    for (int i = 0; i < RELAYS; i++) {
      startRelay(i);
      authors.add(new BusyAuthor(TestAuthor.named("author " + i)));
    }
    for (int i = 0; i < RELAYS; i++) {
      int number = i;
      publishers.add(threads.submit(() -> publish(number)));
      readers.add(threads.submit(new Reader(number)));
    }

    for (int kill = 0; kill < KILLS; kill++) {
      awaitMore(ENTRIES_BETWEEN);
      relays.get(kill % RELAYS).kill();
      awaitOthers(kill % RELAYS);
      startRelay(kill % RELAYS);
    }
    awaitMore(ENTRIES_BETWEEN);
    database.kill();
    assertUnhealthy();
    TimeUnit.SECONDS.sleep(OUTAGE_SECONDS);
    database.startAgain();
    awaitMore(ENTRIES_BETWEEN);
    for (int i = 0; i < RELAYS; i++) {
      assertHealthy(i);
    }
    ended.set(true);

    for (Future<Void> publisher : publishers) {
      publisher.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    allPublished.set(true);
    List<Hash> first = readers.get(0).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(first).doesNotHaveDuplicates();
    for (BusyAuthor author : authors) {
      assertThat(first).containsAll(author.acknowledged());
    }
    for (Future<List<Hash>> reader : readers) {
      assertThat(reader.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(first);
    }
    RelayJar.Ran verified = RelayJar.run("verify", "--store", database.address("relays"));
    assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
  }

  private int acknowledged() {
    return authors.stream().mapToInt(author -> author.acknowledged().size()).sum();
  }

  private void awaitMore(int entries) throws InterruptedException {
    int wanted = acknowledged() + entries;
    await(() -> acknowledged() >= wanted, wanted + " entries acknowledged");
  }

  /** While one relay is dead, whoever publishes at another goes on. */
  private void awaitOthers(int dead) throws InterruptedException {
    BusyAuthor other = authors.get((dead + 1) % RELAYS);
    int wanted = other.acknowledged().size() + 5;
    await(() -> other.acknowledged().size() >= wanted, "others go on");
  }

  private static void await(Callable<Boolean> condition, String what) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!condition.call()) {
        assertThat(System.nanoTime()).as(what).isLessThan(deadline);
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(what, e);
    }
  }

  /** While the database is away, requests and health say so, in time. */
  private void assertUnhealthy() throws IOException, InterruptedException {
    HttpResponse<String> health = health(0);
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(health.body())
        .contains("\"status\":\"degraded\"", "\"ready\":false", "the store cannot be read");
    assertThat(ask("{ node { entryCount } }")).contains("STORE_UNAVAILABLE");
    VerifiedEntry entry = new TestLog(TestAuthor.named("in between"), 0).create("a");
    assertThat(
            ask(
                "mutation { publish(entry: \\\""
                    + entry.entry().encoded()
                    + "\\\", operation: \\\""
                    + entry.decoded().encodedOperation()
                    + "\\\") { seqNum } }"))
        .contains("STORE_UNAVAILABLE");
  }

  /** By itself, once the database is there again. */
  private void assertHealthy(int relay) throws InterruptedException {
    await(() -> health(relay).statusCode() == 200, "healthy again");
  }

  private HttpResponse<String> health(int relay) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(relays.get(relay).page().resolve("/health"))
            .timeout(PATIENCE)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String ask(String query) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(relays.get(0).graphql())
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"" + query + "\"}"))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private Void publish(int number) throws InterruptedException {
    BusyAuthor author = authors.get(number);
    while (!ended.get()) {
      RelayClient client =
          new RelayClient(relays.get(number).graphql(), HttpClient.newHttpClient());
      try {
        Place place = author.place(client);
        while (!ended.get()) {
          place = author.publish(client, place);
        }
      } catch (RelayClientException failed) {
        // Killed, or without its database: the next round asks what to sign.
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    return null;
  }

  /** Reads the whole feed, at the next relay after each page that cannot be had. */
  private final class Reader implements Callable<List<Hash>> {

    private final FeedReader feed = new FeedReader();
    private int number;

    Reader(int number) {
      this.number = number;
    }

    @Override
    public List<Hash> call() throws Exception {
      List<Hash> seen = new ArrayList<>();
      boolean isLast = false;
      while (!isLast) {
        boolean nothingMoreComes = allPublished.get();
        try {
          Set<Hash> more = feed.readOn(relays.get(number).graphql());
          seen.addAll(more);
          isLast = nothingMoreComes && more.isEmpty();
        } catch (IOException | AssertionError failed) {
          assertThat(failed.toString()).doesNotContain("forgot its store", "twice");
          number = (number + 1) % RELAYS;
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
      return seen;
    }
  }
}
