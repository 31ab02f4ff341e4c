package bambusa.bench;

import bambusa.crypto.Signer;
import bambusa.e2e.RelayJar;
import bambusa.e2e.RelayProcess;
import bambusa.log.EncodedEntry;
import bambusa.log.EntryEncoder;
import bambusa.log.LogId;
import bambusa.log.SeqNum;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;
import bambusa.operation.OperationEncoder;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import bambusa.relay.signing.BouncyCastleSigner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Leechers that wait for news at one relay: what each costs, and how soon all of them hear it. */
final class WaitingBench {

  private static final int LEECHERS = Integer.getInteger("waiting.leechers", 10_000);
  private static final int PER_ADDRESS = 100;
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(50);
  private static final Pattern CURSOR = Pattern.compile("\"endCursor\":\"([^\"]+)\"");
  private static final Pattern WAITING =
      Pattern.compile("\"name\":\"waiting\".*?\"used\":([0-9]+)");

  private final HttpClient http = HttpClient.newHttpClient();

  void measure(Path directory, Report report) throws IOException, InterruptedException {
    try (RelayProcess relay =
            RelayProcess.start(
                directory.resolve("data"),
                "--no-quic",
                "--limit",
                "waiting=" + (LEECHERS + 1),
                "--limit",
                "connections=" + (LEECHERS + 100));
        Selector selector = Selector.open()) {
      String url = relay.graphql().toString();
      RelayJar.run("demo", "--relay", url, "--entries", "50", "--every", "0");
      double before = residentKilobytes(relay.pid());
      begin(relay, selector);
      double with = residentKilobytes(relay.pid());
      double[] millis = publish(relay.graphql(), selector);
      Arrays.sort(millis);
      report.section(LEECHERS + " leechers that wait at one relay");
      report.figure("resident, with all of them", "MB", with / 1e3);
      report.figure("memory of one", "kB", (with - before) / LEECHERS);
      report.figure("half of them have heard after", "ms", millis[millis.length / 2]);
      report.figure("99 % of them have heard after", "ms", millis[millis.length * 99 / 100]);
      report.figure("all of them have heard after", "ms", millis[millis.length - 1]);
    }
  }

  /** Not all at once: whoever comes when too many are being read is asked to come again. */
  private void begin(RelayProcess process, Selector selector)
      throws IOException, InterruptedException {
    URI relay = process.graphql();
    String query =
        "{\"query\":\"{ entriesSince(after: \\\""
            + cursor(relay)
            + "\\\", waitSeconds: 60) { endCursor entries { entry operation } } }\"}";
    byte[] request =
        ("POST /graphql HTTP/1.1\r\nHost: relay\r\nContent-Type: application/json\r\nContent-Length: "
                + query.length()
                + "\r\n\r\n"
                + query)
            .getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < LEECHERS; i++) {
      int client = i / PER_ADDRESS;
      SocketChannel channel = SocketChannel.open();
      byte[] address = {127, 0, (byte) (1 + client / 200), (byte) (1 + client % 200)};
      channel.bind(new InetSocketAddress(InetAddress.getByAddress(address), 0));
      channel.connect(new InetSocketAddress(relay.getHost(), relay.getPort()));
      channel.write(ByteBuffer.wrap(request));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      if (i % PER_ADDRESS == PER_ADDRESS - 1) {
        await(process, i + 1);
      }
    }
    await(process, LEECHERS);
  }

  private void await(RelayProcess relay, int leechers) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (waiting(relay) < leechers) {
      if (System.nanoTime() - begun > DEADLINE_NANOS) {
        throw new IllegalStateException("only " + waiting(relay) + " wait");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private static double[] awaitAll(Selector selector, long begun) throws IOException {
    double[] millis = new double[LEECHERS];
    int heard = 0;
    ByteBuffer buffer = ByteBuffer.allocate(1 << 14);
    while (heard < LEECHERS) {
      if (System.nanoTime() - begun > DEADLINE_NANOS) {
        throw new IllegalStateException("only " + heard + " have heard");
      }
      selector.select(1_000);
      for (SelectionKey key : selector.selectedKeys()) {
        SocketChannel channel = (SocketChannel) key.channel();
        buffer.clear();
        int count = channel.read(buffer);
        String answer = new String(buffer.array(), 0, Math.max(0, count), StandardCharsets.UTF_8);
        if (!answer.startsWith("HTTP/1.1 200") || !answer.contains("\"entry\"")) {
          throw new IllegalStateException("answered " + answer);
        }
        millis[heard] = (System.nanoTime() - begun) / 1e6;
        heard++;
        key.cancel();
        channel.close();
      }
      selector.selectedKeys().clear();
    }
    return millis;
  }

  /** Publishes one entry, by which all of them are woken. */
  private double[] publish(URI relay, Selector selector) throws IOException, InterruptedException {
    Signer author =
        BouncyCastleSigner.ofSeed(new SecureRandom().generateSeed(BouncyCastleSigner.SEED_SIZE));
    EncodedOperation operation =
        OperationEncoder.encode(
            Operation.create(
                SchemaId.SCHEMA_FIELD_DEFINITION,
                Map.of("name", new PlainValue.Str("news"), "type", new PlainValue.Str("str"))));
    EncodedEntry entry =
        EntryEncoder.sign(
                author,
                new EntryEncoder.Place(new LogId(0), new SeqNum(1), null, null),
                operation.bytes())
            .encoded();
    HttpRequest request =
        HttpRequest.newBuilder(relay)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"query\":\"mutation { publish(entry: \\\""
                        + entry
                        + "\\\", operation: \\\""
                        + operation
                        + "\\\") { seqNum } }\"}"))
            .build();
    long begun = System.nanoTime();
    CompletableFuture<HttpResponse<String>> published =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    double[] millis = awaitAll(selector, begun);
    if (!published.join().body().contains("seqNum")) {
      throw new IllegalStateException("answered " + published.join().body());
    }
    return millis;
  }

  private String cursor(URI relay) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(relay)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"query\":\"{ entriesSince(first: 1000) { endCursor } }\"}"))
            .build();
    return found(CURSOR, http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private long waiting(RelayProcess relay) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(relay.page().resolve("/health?verbose")).build();
    return Long.parseLong(
        found(WAITING, http.send(request, HttpResponse.BodyHandlers.ofString()).body()));
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("answered " + text);
    }
    return matcher.group(1);
  }

  private static double residentKilobytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Double.parseDouble(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IllegalStateException("no resident size of " + pid);
  }
}
