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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever some clients do to a relay with little memory, another one is answered, and the relay
 * does not grow.
 *
 * <p>Measured is how long a {@link SteadyClient} waits for 99 of 100 answers: beside the hostile
 * clients, and just before, without them. The relay is warm: it has answered ten times as many
 * before any test, and as many as are measured beside the hostile clients once these are there and
 * do what they do all the time. While they come, those who wait are measured too; that is only
 * shown. The hostile clients write what was prepared before and read little, but they run on the
 * processors of the relay.
 *
 * <p>The bound is {@code hostile.ratio} times what it takes without them, or {@code hostile.floor}
 * milliseconds where that is more: below, one thread that wakes up late makes the difference. Other
 * tests run beside this one as a rule, so it is measured up to {@code hostile.rounds} times until
 * the bound is met: what the relay itself is to blame for is found each time.
 */
@Timeout(300)
final class HostileClientsTest {

  private static final int SCALE = Integer.getInteger("hostile.scale", 1);
  private static final int ASKED = Integer.getInteger("hostile.asked", 100);
  private static final int RATIO = Integer.getInteger("hostile.ratio", 4);
  private static final int FLOOR_MILLIS = Integer.getInteger("hostile.floor", 250);
  private static final int ROUNDS = Integer.getInteger("hostile.rounds", 5);
  private static final int ENTRIES = 200;
  private static final int FURTHER = 300;
  private static final int COME_PER_SECOND = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The heap, and what a JVM takes beside it. */
  private static final long MAX_MEGABYTES = 256 + 224;

  @TempDir static Path directory;

  private static RelayProcess relay;

  private static SteadyClient client;

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
    client =
        new SteadyClient(
            relay.graphql(),
            HostileClients.query("{ node { storeId entryCount } }"),
            "\"entryCount\":\"" + ENTRIES + "\"");
    client.hurry(10 * ASKED);
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
  static void stop() throws IOException {
    client.close();
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
    int limit = limit("waiting").path("limit").asInt();
    assertThat(limit).isBetween(1_000, 5_000);
    assertThat(limit("waiting").path("source").asText()).contains("of the heap of");
    othersAreAnswered(
        "waiting",
        clients -> {
          List<Double> coming = new ArrayList<>();
          // More at once than a busy relay takes are refused, and come again.
          for (int missing = limit; missing > 0; missing = limit - waiting()) {
            clients.await(missing, cursor, COME_PER_SECOND);
            coming.addAll(client.answerMillis(() -> !clients.haveCome()));
          }
          System.out.printf("as they come: 99 %% within %.1f ms%n", percentile99(coming));
          clients.await(FURTHER, cursor, COME_PER_SECOND);
          assertThat(waiting()).isEqualTo(limit);
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
    int refused = 0;
    for (int round = 1; ; round++) {
      // What others have left behind is over first.
      client.answerMillis(ASKED);
      double alone = percentile99(client.answerMillis(ASKED));
      double beside;
      try (HostileClients clients = new HostileClients(relay.graphql())) {
        attack.begin(clients);
        client.answerMillis(ASKED);
        beside = percentile99(client.answerMillis(ASKED));
        awaitRefusal(clients);
        refused += clients.refused();
        assertThat(residentMegabytes()).isLessThan(MAX_MEGABYTES);
      }
      assertThat(relay.log()).doesNotContain("OutOfMemory");
      System.out.printf(
          "%s: 99 %% within %.1f ms, alone %.1f ms, ratio %.2f; %d MB resident%n",
          what, beside, alone, beside / alone, residentMegabytes());
      double bound = Math.max(RATIO * alone, FLOOR_MILLIS);
      if (beside <= bound) {
        return refused;
      }
      assertThat(round).as("%s: %.1f ms, bound %.1f ms", what, beside, bound).isLessThan(ROUNDS);
    }
  }

  /** Bombs are refused one after the other, however long that takes on a busy machine. */
  private static void awaitRefusal(HostileClients clients) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (clients.areRefused() && clients.refused() == 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static double percentile99(List<Double> millis) {
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[(int) (sorted.length * 99L / 100)];
  }

  /** How many wait, once each request has been answered or is one of them. */
  private int waiting() throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (limit("requests").path("used").asInt() > 0) {
      assertThat(System.nanoTime()).as("requests under way").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return limit("waiting").path("used").asInt();
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
