package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import bambusa.TestAuthor;
import bambusa.log.EntryEncoder.Place;
import bambusa.relay.client.RelayClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The system's clock is set forward and back by hours while relays run: what takes a while takes no
 * longer, and no shorter. Needs a C compiler for a clock that jumps, and Linux; without it says so.
 */
@Timeout(300)
@EnabledIfSystemProperty(named = "clock.jump", matches = "true")
final class ClockJumpTest {

  private static final List<String> JUMPS = List.of("18000", "-25200", "0", "34560000", "-86400");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long STILL_WAITING_MILLIS = 1_500;
  private static final long WAIT_SECONDS = 40;

  @TempDir Path directory;

  private final TestAuthor key = TestAuthor.named("author");
  private final BusyAuthor author = new BusyAuthor(key);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private RelayProcess first;
  private RelayProcess overHttp;
  private RelayProcess overQuic;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Path library = jumpingClock();
    setClock("0");
    first = startRelay(library, "first");
    overHttp = startRelay(library, "second", "--peer", first.page().toString());
    overQuic = startRelay(library, "third", "--peer", first.quicAddress());
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    for (RelayProcess relay : new RelayProcess[] {overQuic, overHttp, first}) {
      if (relay != null) {
        relay.close();
      }
    }
  }

  private Path jumpingClock() throws IOException, InterruptedException {
    Path source = directory.resolve("clock.c");
    Path library = directory.resolve("clock.so");
    try (InputStream program = ClockJumpTest.class.getResourceAsStream("/jumping-clock.c")) {
      Files.copy(program, source);
    }
    ProcessBuilder compiler =
        new ProcessBuilder(
            "cc", "-shared", "-fPIC", "-w", "-o", library.toString(), source.toString());
    try {
      Process compiling = compiler.redirectErrorStream(true).start();
      String said = new String(compiling.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(compiling.waitFor()).as(said).isZero();
    } catch (IOException e) {
      abort("there is no C compiler: " + e.getMessage());
    }
    return library;
  }

  private RelayProcess startRelay(Path library, String name, String... options) {
    List<String> arguments = new ArrayList<>();
    Path data = directory.resolve(name);
    arguments.addAll(List.of("--data", data.toString(), "--host", "127.0.0.1"));
    arguments.addAll(List.of("--http-port", "0", "--quic-port", "0"));
    arguments.addAll(List.of(options));
    ProcessBuilder command = RelayJar.command(arguments.toArray(String[]::new));
    command.environment().put("LD_PRELOAD", library.toString());
    command.environment().put("CLOCK_FILE", directory.resolve("clock").toString());
    return RelayProcess.launch(data, command);
  }

  private void setClock(String offset) throws IOException {
    Path next = directory.resolve("clock.next");
    Files.writeString(next, offset + "\n");
    Files.move(
        next,
        directory.resolve("clock"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void whatTakesAWhileGoesOnWhileTheTimeOfDayJumps() throws Exception {
    publish();
    awaitAll(1);
    int entries = 1;
    long uptime = uptime();
    for (String jump : JUMPS) {
      Future<JsonNode> waiting = threads.submit(() -> waitForNews(overQuic));
      await(() -> waiting(overQuic) >= 1, "a query waits");

      setClock(jump);
      await(() -> showsTimeOfDay(Long.parseLong(jump)), "the clock jumps");

      assertWaits(waiting, jump);
      publish();
      entries++;
      assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).path("entries"))
          .as("woken after " + jump)
          .hasSize(1);
      awaitAll(entries);
      for (RelayProcess relay : List.of(first, overHttp, overQuic)) {
        assertThat(get(relay, "/health")).as(jump).contains("\"status\":\"ok\"");
      }
      long now = uptime();
      assertThat(now).as("up after " + jump).isBetween(uptime, uptime + 4 * PATIENCE.toSeconds());
      uptime = now;
    }
    assertThat(first.log() + overHttp.log() + overQuic.log()).doesNotContain(" ERROR ");
  }

  /** Neither answered at once, as its time were over, nor refused. */
  private static void assertWaits(Future<JsonNode> waiting, String jump)
      throws InterruptedException, ExecutionException {
    try {
      throw new AssertionError(
          "answered after "
              + jump
              + ": "
              + waiting.get(STILL_WAITING_MILLIS, TimeUnit.MILLISECONDS));
    } catch (TimeoutException stillWaiting) {
      assertThat(waiting.isDone()).isFalse();
    }
  }

  private void publish() throws Exception {
    RelayClient client = new RelayClient(first.graphql(), HttpClient.newHttpClient());
    Place place = author.place(client);
    author.publish(client, place);
  }

  private JsonNode waitForNews(RelayProcess relay) throws IOException, InterruptedException {
    String end =
        relay.ask("{ entriesSince(first: 1000) { endCursor } }").findValue("endCursor").asText();
    return relay
        .ask(
            "{ entriesSince(after: \""
                + end
                + "\", waitSeconds: "
                + WAIT_SECONDS
                + ") { entries { entry } } }")
        .path("entriesSince");
  }

  /** Within a minute, as the relay writes it into its answers. */
  private boolean showsTimeOfDay(long offsetSeconds) throws IOException, InterruptedException {
    String date = answer(first, "/health").headers().firstValue("Date").orElseThrow();
    long shown = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toEpochSecond();
    long expected = Instant.now().getEpochSecond() + offsetSeconds;
    return Math.abs(shown - expected) < TimeUnit.MINUTES.toSeconds(1);
  }

  private void awaitAll(int entries) throws Exception {
    for (RelayProcess relay : List.of(first, overHttp, overQuic)) {
      await(
          () -> relay.ask("{ node { entryCount } }").findValue("entryCount").asInt() == entries,
          entries + " entries at " + relay.dataDirectory().getFileName());
    }
  }

  private static long waiting(RelayProcess relay) throws IOException, InterruptedException {
    return number("\"name\":\"waiting\".*?\"used\":([0-9]+)", get(relay, "/health?verbose"));
  }

  private long uptime() throws IOException, InterruptedException {
    return number("\"uptimeSeconds\":([0-9]+)", get(first, "/health?verbose"));
  }

  private static long number(String pattern, String text) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return Long.parseLong(found.group(1));
  }

  private static String get(RelayProcess relay, String path)
      throws IOException, InterruptedException {
    return answer(relay, path).body();
  }

  private static HttpResponse<String> answer(RelayProcess relay, String path)
      throws IOException, InterruptedException {
    URI address = relay.page().resolve(path);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static void await(Callable<Boolean> condition, String what) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
