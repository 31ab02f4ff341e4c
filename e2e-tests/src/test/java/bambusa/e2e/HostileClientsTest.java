package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.relay.ingest.ArrivalSignal;
import bambusa.relay.ingest.GateResources;
import bambusa.relay.ingest.IngestGate;
import bambusa.relay.ingest.PeerPage;
import bambusa.relay.storage.SharedDocuments;
import bambusa.relay.storage.SqlStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever some clients do to a relay with little memory, another one is answered, and the relay
 * does not grow. {@code -Dhostile.scale=10} has ten times as many of them; {@code
 * -Dhostile.ratio=2} asks that the other one is answered within twice the time it takes without
 * them, which only a machine that does nothing else can show.
 */
@Timeout(300)
final class HostileClientsTest {

  private static final int SCALE = Integer.getInteger("hostile.scale", 1);
  private static final int ROUNDS = SCALE == 1 ? 1 : 3;
  private static final double RATIO = Integer.getInteger("hostile.ratio", 0);
  private static final int ASKED = 100;
  private static final int ENTRIES = 200;
  private static final int FURTHER = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The heap, and what a JVM takes beside it. */
  private static final long MAX_MEGABYTES = 256 + 224;

  @TempDir static Path directory;

  private static RelayProcess relay;

  private final HttpClient http = HttpClient.newHttpClient();

  /** What hostile clients begin to do, and go on doing until they are closed. */
  private interface Attack {
    void begin(HostileClients clients) throws Exception;
  }

  @BeforeAll
  static void start() throws Exception {
    fill();
    ProcessBuilder command =
        RelayJar.command(
            "--data",
            directory.toString(),
            "--host",
            "127.0.0.1",
            "--http-port",
            "0",
            "--no-quic",
            "--limit",
            "idle-seconds=5");
    command.command().add(1, "-Xmx256m");
    command.command().add(1, "-XX:+ExitOnOutOfMemoryError");
    relay = RelayProcess.launch(directory, command);
  }

  /** In one transaction: asking a relay for each would take longer than the tests. */
  private static void fill() throws Exception {
    List<EncodedEntryAndOperation> entries = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      VerifiedEntry entry = new TestLog(TestAuthor.named("author"), i).create("name_" + i);
      entries.add(
          new EncodedEntryAndOperation(
              entry.entry().encoded(), entry.decoded().encodedOperation()));
    }
    SecureRandom random = new SecureRandom();
    try (SqlStore store = SqlStore.open(directory, random);
        IngestGate gate =
            new IngestGate(
                store.writer(),
                SharedDocuments.EVERYTHING,
                new ArrivalSignal(SharedDocuments.EVERYTHING, Runnable::run),
                new GateResources(1, random::nextBytes, System::nanoTime, Runnable::run))) {
      gate.replicate(new PeerPage(entries, List.of(), DocumentChoice.EVERYTHING, null)).get();
    }
  }

  @AfterAll
  static void stop() {
    relay.close();
  }

  @Test
  void slowReaders() throws Exception {
    othersAreAnswered("slow readers", clients -> clients.readSlowly(60 * SCALE));
  }

  @Test
  void slowWriters() throws Exception {
    othersAreAnswered("slow writers", clients -> clients.writeSlowly(60 * SCALE));
  }

  @Test
  void bodiesWithoutEnd() throws Exception {
    othersAreAnswered("bodies without end", clients -> clients.writeWithoutEnd(60 * SCALE));
  }

  /** As many as come: nobody has set the limit, it follows the heap of 256 MB. */
  @Test
  void thousandsWhoWaitAndDoNothing() throws Exception {
    String cursor = endOfFeed();
    long limit = limit("waiting").path("limit").asLong();
    assertThat(limit).isBetween(1_000L, 5_000L);
    assertThat(limit("waiting").path("source").asText()).contains("of the heap of");
    othersAreAnswered(
        "waiting",
        clients -> {
          for (long waiting = 0; waiting < limit; ) {
            clients.await((int) Math.min(200, limit - waiting), cursor);
            waiting = Math.min(limit, waiting + 200);
            awaitWaiting(waiting);
          }
          clients.await(FURTHER, cursor);
          awaitWaiting(limit);
        });
  }

  @Test
  void queriesThatAreMadeToHurt() throws Exception {
    assertThat(othersAreAnswered("bombs", clients -> clients.sendBombs(2 * SCALE))).isPositive();
  }

  @Test
  void compressedBombs() throws Exception {
    assertThat(
            othersAreAnswered(
                "compressed bombs", clients -> clients.sendPacked(2 * SCALE, 100 << 20)))
        .isPositive();
  }

  /** Returns how many requests of hostile clients were refused. */
  private int othersAreAnswered(String what, Attack attack) throws Exception {
    List<Double> alone = new ArrayList<>();
    List<Double> besides = new ArrayList<>();
    AtomicInteger refused = new AtomicInteger();
    answerMillis();
    for (int round = 0; round < ROUNDS; round++) {
      alone.addAll(answerMillis());
      try (HostileClients clients = new HostileClients(relay.graphql())) {
        attack.begin(clients);
        besides.addAll(answerMillis());
        awaitRefusal(clients);
        refused.addAndGet(clients.refused());
        assertThat(residentMegabytes()).isLessThan(MAX_MEGABYTES);
      }
    }
    assertThat(relay.log()).doesNotContain("OutOfMemory");
    double ratio = percentile99(besides) / percentile99(alone);
    System.out.printf(
        "%s: 99 %% within %.1f ms, alone %.1f ms, ratio %.2f; %d MB resident%n",
        what, percentile99(besides), percentile99(alone), ratio, residentMegabytes());
    if (RATIO > 0) {
      assertThat(ratio).isLessThanOrEqualTo(RATIO);
    }
    return refused.get();
  }

  /** Bombs are refused one after the other, however long that takes on a busy machine. */
  private static void awaitRefusal(HostileClients clients) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (clients.sends() && clients.refused() == 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private void awaitWaiting(long queries) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode found = limit("waiting");
    while (found.path("used").asLong() < queries) {
      assertThat(System.nanoTime()).as(found.toString()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
      found = limit("waiting");
    }
  }

  private JsonNode limit(String name) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(relay.page().resolve("/health?verbose")).timeout(PATIENCE).build();
    String health = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    for (JsonNode limit : new ObjectMapper().readTree(health).path("limits")) {
      if (limit.path("name").asText().equals(name)) {
        return limit;
      }
    }
    throw new AssertionError("no limit " + name + " in " + health);
  }

  private String endOfFeed() throws Exception {
    return ask("{ entriesSince(first: 1000) { endCursor } }")
        .split("\"endCursor\":\"")[1]
        .split("\"")[0];
  }

  private static double percentile99(List<Double> millis) {
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return DoubleStream.of(sorted).skip(sorted.length * 99L / 100).findFirst().orElseThrow();
  }

  private List<Double> answerMillis() throws Exception {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < ASKED; i++) {
      long begun = System.nanoTime();
      assertThat(ask("{ node { storeId entryCount } }"))
          .contains("\"entryCount\":\"" + ENTRIES + "\"");
      millis.add((System.nanoTime() - begun) / 1e6);
    }
    return millis;
  }

  private static long residentMegabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + relay.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1_024;
      }
    }
    throw new AssertionError("no VmRSS");
  }

  private String ask(String query) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(relay.graphql())
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(HostileClients.query(query)))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
