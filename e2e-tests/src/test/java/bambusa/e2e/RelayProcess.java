package bambusa.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A relay in a process of its own, started from the packaged jar and answering when {@link #start}
 * returns. Its log goes to {@code relay.log} beside its data directory's files.
 */
public final class RelayProcess implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);
  private static final String ADDRESS_LABEL = "GraphQL";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path dataDirectory;
  private final URI graphql;
  private final List<String> startLines;
  private final BlockingQueue<Optional<String>> lines;

  private RelayProcess(
      Process process,
      Path dataDirectory,
      URI graphql,
      List<String> startLines,
      BlockingQueue<Optional<String>> lines) {
    this.process = process;
    this.dataDirectory = dataDirectory;
    this.graphql = graphql;
    this.startLines = List.copyOf(startLines);
    this.lines = lines;
  }

  /** Starts a relay on a free port of the loopback address. */
  public static RelayProcess start(Path dataDirectory, String... options) {
    return startAt(0, dataDirectory, options);
  }

  /**
   * Starts a relay on a certain port: where the one before it was, for those who come back to it.
   */
  public static RelayProcess startAt(int httpPort, Path dataDirectory, String... options) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--data", dataDirectory.toString()));
    arguments.addAll(List.of("--host", "127.0.0.1"));
    arguments.addAll(List.of("--http-port", Integer.toString(httpPort)));
    if (!List.of(options).contains("--quic-port")) {
      // Several run at once.
      arguments.addAll(List.of("--quic-port", "0"));
    }
    arguments.addAll(List.of(options));
    return launch(dataDirectory, RelayJar.command(arguments.toArray(String[]::new)));
  }

  static RelayProcess launch(Path dataDirectory, ProcessBuilder builder) {
    try {
      Files.createDirectories(dataDirectory);
      Path log = dataDirectory.resolve("relay.log");
      Process process =
          builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
      BlockingQueue<Optional<String>> lines = output(process);
      List<String> startLines = new ArrayList<>();
      Optional<URI> graphql = address(lines, startLines);
      if (graphql.isEmpty()) {
        process.destroyForcibly();
        throw new AssertionError(
            "the relay did not start: " + startLines + "\n" + Files.readString(log));
      }
      RelayProcess relay =
          new RelayProcess(process, dataDirectory, graphql.get(), startLines, lines);
      relay.requireHealthy();
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** All its output is read, so that it never waits for us; an empty line at the end. */
  private static BlockingQueue<Optional<String>> output(Process process) {
    BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> readLines(process, lines), "relay output");
    reader.setDaemon(true);
    reader.start();
    return lines;
  }

  /** The address that the relay prints. */
  private static Optional<URI> address(
      BlockingQueue<Optional<String>> lines, List<String> startLines) throws InterruptedException {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (true) {
      Optional<String> line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null || line.isEmpty()) {
        return Optional.empty();
      }
      startLines.add(line.get());
      String text = line.get().strip();
      if (text.startsWith(ADDRESS_LABEL)) {
        return Optional.of(URI.create(text.substring(ADDRESS_LABEL.length()).strip()));
      }
    }
  }

  private static void readLines(Process process, BlockingQueue<Optional<String>> lines) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(Optional.of(line));
      }
    } catch (IOException e) {
      lines.add(Optional.of("output broke off: " + e.getMessage()));
    }
    lines.add(Optional.empty());
  }

  private void requireHealthy() throws IOException, InterruptedException {
    HttpResponse<String> health =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(page().resolve("/health")).timeout(START_TIMEOUT).build(),
                HttpResponse.BodyHandlers.ofString());
    if (health.statusCode() != 200) {
      throw new AssertionError("health answered " + health.statusCode() + ": " + health.body());
    }
  }

  /** Where the leecher page is. */
  public URI page() {
    return graphql.resolve("/");
  }

  /** Where clients publish and query. */
  public URI graphql() {
    return graphql;
  }

  /** Where it answers over UDP, as it prints it; to be asked for once. */
  public String quicAddress() {
    Matcher printed =
        Pattern.compile("qp2p://127\\.0\\.0\\.1:[0-9]+").matcher(String.join(" ", furtherLines(4)));
    if (!printed.find()) {
      throw new AssertionError("it printed no address for QUIC");
    }
    return printed.group();
  }

  /** The data of an answer, over HTTP. */
  JsonNode ask(String query) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(graphql)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.writeValueAsString(Map.of("query", query))))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    return JSON.readTree(answer.body()).path("data");
  }

  public int httpPort() {
    return graphql.getPort();
  }

  public Path dataDirectory() {
    return dataDirectory;
  }

  /** What it printed until it said where it answers. */
  public List<String> startLines() {
    return startLines;
  }

  /** What it prints after the start lines, waited for; fewer when it ends before. */
  public List<String> furtherLines(int count) {
    List<String> further = new ArrayList<>();
    try {
      while (further.size() < count) {
        Optional<String> line = lines.poll(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        if (line == null || line.isEmpty()) {
          return further;
        }
        further.add(line.get());
      }
      return further;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /** Everything logged so far by the relays on this data directory. */
  public String log() {
    try {
      return Files.readString(dataDirectory.resolve("relay.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks it to end, as a service supervisor does (SIGTERM), and waits until it has. */
  public int stop() {
    process.destroy();
    return awaitExit();
  }

  /** Ends it without a chance to tidy up (SIGKILL). */
  public int kill() {
    process.destroyForcibly();
    return awaitExit();
  }

  private int awaitExit() {
    try {
      return process.onExit().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS).exitValue();
    } catch (TimeoutException e) {
      throw new AssertionError("the relay still runs " + STOP_TIMEOUT.toSeconds() + " s later", e);
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** Stops it if it still runs. */
  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }
}
