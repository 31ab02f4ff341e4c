package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.e2e.RelayJar.Ran;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The relay as the one who runs it meets it: what it prints, refuses, and how it ends. */
final class RelayCommandTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PATIENCE_OF_SUPERVISORS = Duration.ofSeconds(5);
  private static final int STOPPED_BY_SIGTERM = 143;
  private static final long MAX_IDLE_KILOBYTES = 140 * 1024;
  private static final Duration SETTLING = Duration.ofSeconds(30);

  @TempDir Path directory;

  @Test
  void startedRelaySaysWhereItIsAndWhatItHolds() {
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"))) {
      assertThat(String.join("\n", relay.startLines()))
          .contains("Bambusa relay 0.")
          .contains("Page     http://127.0.0.1:" + relay.httpPort() + "/")
          .contains("GraphQL  http://127.0.0.1:" + relay.httpPort() + "/graphql");
      assertThat(String.join("\n", relay.furtherLines(4)))
          .contains("Store    " + directory.resolve("data") + " (0 entries in 0 logs by 0 authors)")
          .contains("Accepts  documents of every schema by every owner")
          .contains("QUIC     GraphQL at qp2p://127.0.0.1:");
    }
  }

  @Test
  void sigtermEndsItInTimeWithEveryHeldQueryAnswered() throws Exception {
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"));
        Socket held = hold(relay)) {
      long asked = System.nanoTime();
      int exitCode = relay.stop();
      Duration took = Duration.ofNanos(System.nanoTime() - asked);

      assertThat(exitCode).isEqualTo(STOPPED_BY_SIGTERM);
      assertThat(took).isLessThan(PATIENCE_OF_SUPERVISORS);
      assertThat(answer(held)).startsWith("HTTP/1.1 200").contains("endCursor");
      assertThat(relay.log()).contains("stopped").doesNotContain("ERROR", "WARN");
    }
  }

  @Test
  void takenPortIsNamedWithAWayOut() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      Ran ran = start("--host", "127.0.0.1", "--http-port", port);

      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err()).hasLineCount(1).contains("port " + port, "--http-port");
      assertThat(ran.out()).isEmpty();
    }
  }

  @Test
  void secondRelayOnTheSameDirectoryIsRefused() {
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"))) {
      Ran ran = start("--host", "127.0.0.1", "--http-port", "0");

      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err())
          .hasLineCount(1)
          .contains(relay.dataDirectory().toString(), "another relay", "--data");
    }
  }

  @Test
  void fileInPlaceOfTheDataDirectoryIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "precious");

    Ran ran = RelayJar.run("--data", file.toString(), "--http-port", "0");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).hasLineCount(1).contains(file.toString(), "not a directory");
    assertThat(file).hasContent("precious");
  }

  @Test
  void dataDirectoryThatCannotBeMadeIsRefused() {
    Ran ran = RelayJar.run("--data", "/proc/bambusa", "--http-port", "0");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).hasLineCount(1).contains("/proc/bambusa", "--data");
  }

  @Test
  void storeOfANewerVersionIsLeftAlone() throws Exception {
    RelayProcess.start(directory.resolve("data")).close();
    Path file = directory.resolve("data/bambusa.sqlite");
    try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = store.createStatement()) {
      statement.execute(
          "INSERT INTO migrations SELECT 999, '999', 'later', 'SQL', 'V999__later.sql', 1,"
              + " installed_by, installed_on, 1, 1 FROM migrations LIMIT 1");
    }

    Ran ran = start("--host", "127.0.0.1", "--http-port", "0");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).hasLineCount(1).contains("version 999", "newer version");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void idleRelayStaysSmall() throws Exception {
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"))) {
      // What starting took goes back to the system within seconds.
      long deadline = System.nanoTime() + SETTLING.toNanos();
      while (residentKilobytes(relay) >= MAX_IDLE_KILOBYTES && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      assertThat(residentKilobytes(relay)).isLessThan(MAX_IDLE_KILOBYTES);
    }
  }

  private static long residentKilobytes(RelayProcess relay) throws IOException {
    String status = Files.readString(Path.of("/proc/" + relay.pid() + "/status"));
    Matcher resident = Pattern.compile("VmRSS:\\s+([0-9]+) kB").matcher(status);
    assertThat(resident.find()).isTrue();
    return Long.parseLong(resident.group(1));
  }

  @Test
  void settingsComeFromFlagThenEnvironmentThenFile() throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.writeString(
        data.resolve("bambusa.toml"), "host = \"127.0.0.4\"\nallow-schema = [\"blob_v1\"]\n");

    assertThat(addressOf(data, Map.of())).startsWith("http://127.0.0.4:");
    assertThat(addressOf(data, Map.of("BAMBUSA_HOST", "127.0.0.3")))
        .startsWith("http://127.0.0.3:");
    assertThat(addressOf(data, Map.of("BAMBUSA_HOST", "127.0.0.3"), "--host", "127.0.0.2"))
        .startsWith("http://127.0.0.2:");
  }

  @Test
  void wrongSettingsEndBeforeAnythingIsMade() {
    Path data = directory.resolve("data");

    Ran ran = RelayJar.run("--data", data.toString(), "--allow-owner", "me");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).hasLineCount(1).contains("--allow-owner", "64 hex digits", "'me'");
    assertThat(data).doesNotExist();
  }

  @Test
  void helpAndVersionGoToStandardOutput() {
    assertThat(RelayJar.run("--help").out()).contains("Usage:", "Examples:");
    assertThat(RelayJar.run("--version").out()).matches("bambusa relay 0\\.[^\n]*\n");
  }

  private Ran start(String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "--data";
    arguments[1] = directory.resolve("data").toString();
    System.arraycopy(options, 0, arguments, 2, options.length);
    return RelayJar.run(arguments);
  }

  private static String addressOf(Path data, Map<String, String> environment, String... options) {
    String[] arguments = new String[options.length + 4];
    arguments[0] = "--data";
    arguments[1] = data.toString();
    arguments[2] = "--http-port";
    arguments[3] = "0";
    System.arraycopy(options, 0, arguments, 4, options.length);
    ProcessBuilder builder = RelayJar.command(arguments);
    builder.environment().putAll(environment);
    try (RelayProcess relay = RelayProcess.launch(data, builder)) {
      return relay.page().toString();
    }
  }

  /** Sends a query that the relay holds, since nothing arrives. */
  private static Socket hold(RelayProcess relay) throws IOException, InterruptedException {
    String body = "{\"query\":\"{ entriesSince(waitSeconds: 30) { endCursor } }\"}";
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.httpPort());
    socket
        .getOutputStream()
        .write(
            ("POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body)
                .getBytes(StandardCharsets.UTF_8));
    awaitWaiting(relay);
    return socket;
  }

  /** Returns once the relay holds a query. */
  private static void awaitWaiting(RelayProcess relay) throws IOException, InterruptedException {
    HttpRequest metrics = HttpRequest.newBuilder(relay.page().resolve("/metrics")).build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String told = "";
    while (!told.contains("\nbambusa_waiting 1")) {
      assertThat(System.nanoTime()).as(told).isLessThan(deadline);
      told = HttpClient.newHttpClient().send(metrics, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private static String answer(Socket held) throws IOException {
    return new String(held.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
