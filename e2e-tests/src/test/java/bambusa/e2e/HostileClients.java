package bambusa.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * Clients that do what no client should, each from an address of its own, as limits are by address.
 * Closing ends all of them.
 */
final class HostileClients implements AutoCloseable {

  private static final String JSON = "Content-Type: application/json\r\n";

  private final URI relay;
  private final List<SocketChannel> opened = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger refused = new AtomicInteger();

  HostileClients(URI relay) {
    this.relay = relay;
  }

  /** How many requests were answered with an error or cut off. */
  int refused() {
    return refused.get();
  }

  /** Whether they go on sending requests. */
  boolean sends() {
    return !threads.isEmpty();
  }

  /** Ask for much again and again, and never read. */
  void readSlowly(int count) throws IOException {
    String much =
        query(
            "{ " + aliases(20, "entriesSince(first: 100) { entries { entry operation } }") + " }");
    for (int i = 0; i < count; i++) {
      send(connect(i), post(much.length(), much).repeat(5));
    }
  }

  /** Never come to the end of their headers, or of a body that they have announced. */
  void writeSlowly(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      send(connect(i), "POST /graphql HTTP/1.1\r\nHost: relay\r\nX-Slow: ");
      send(connect(i), post(1_000_000, "{\"query\":\"{"));
    }
  }

  /** Send bodies without an end. */
  void writeWithoutEnd(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      send(
          connect(i),
          "POST /graphql HTTP/1.1\r\nHost: relay\r\n"
              + JSON
              + "Transfer-Encoding: chunked\r\n\r\n"
              + ("1000\r\n" + "x".repeat(4_096) + "\r\n").repeat(1_000));
    }
  }

  /** Wait for what never comes. */
  void await(int count, String cursor) throws IOException {
    String waiting =
        query("{ entriesSince(after: \\\"" + cursor + "\\\", waitSeconds: 60) { endCursor } }");
    for (int i = 0; i < count; i++) {
      send(connect(opened.size()), post(waiting.length(), waiting));
    }
  }

  /** Send bodies that are small until they are unpacked. */
  void sendPacked(int count, int unpackedBytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      byte[] blank = new byte[1 << 16];
      Arrays.fill(blank, (byte) ' ');
      for (int bytes = 0; bytes < unpackedBytes; bytes += blank.length) {
        gzip.write(blank);
      }
    }
    String body = packed.toString(StandardCharsets.ISO_8859_1);
    String bomb =
        "POST /graphql HTTP/1.1\r\nHost: relay\r\n"
            + JSON
            + "Content-Encoding: gzip\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    start(count, List.of(bomb));
  }

  /** Send queries that are made to hurt. */
  void sendBombs(int count) {
    List<String> bodies =
        List.of(
            // Aliases without end, and nearly the most that are allowed.
            query("{ " + aliases(20_000, "node { storeId }") + " }"),
            query("{ " + aliases(499, "logHeights(first: 500) { endCursor }") + " }"),
            // Deep, wide, round in circles.
            query("{ node ".repeat(5_000)),
            query("{ entriesSince { " + aliases(4_000, "entries { entry }") + " } }"),
            query("{ __schema { " + "types { fields { type { ".repeat(200) + " name"),
            query("{ " + aliases(50, "__schema { types { fields { name } } }") + " }"),
            query(
                "{ ...A } fragment A on Query { ...B ...B } fragment B on Query { ...C ...C }"
                    + " fragment C on Query { ...A node { storeId } }"),
            // Numbers that nothing can hold.
            query("{ entriesSince(first: " + "9".repeat(100_000) + ") { endCursor } }"),
            "{\"query\":\"{ node { storeId } }\",\"variables\":{\"n\":"
                + "9".repeat(500_000)
                + "}}",
            "{\"query\":\"{ node { storeId } }\",\"variables\":{\"n\":1e" + "9".repeat(9) + "}}",
            "[".repeat(500_000),
            query("{ entryByHash(hash: \\\"" + "00".repeat(500_000) + "\\\") { entry } }"));
    start(count, bodies.stream().map(body -> post(body.length(), body)).toList());
  }

  private void start(int count, List<String> requests) {
    for (int i = 0; i < count; i++) {
      int client = i;
      Thread thread = new Thread(() -> repeat(client, requests), "hostile-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  private void send(int client, String request) {
    try (SocketChannel channel = connected(client)) {
      channel.write(bytes(request));
      ByteBuffer answer = ByteBuffer.allocate(4_000);
      int count = channel.read(answer);
      String head = count < 0 ? "" : new String(answer.array(), 0, count, StandardCharsets.UTF_8);
      if (!head.startsWith("HTTP/1.1 200") || head.contains("\"errors\"")) {
        refused.incrementAndGet();
      }
    } catch (IOException e) {
      // Cut off in the middle.
      refused.incrementAndGet();
    }
  }

  private void repeat(int client, List<String> requests) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        for (String request : requests) {
          send(client, request);
          TimeUnit.MILLISECONDS.sleep(20);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private SocketChannel connected(int client) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.bind(new InetSocketAddress(address(client), 0));
      channel.connect(new InetSocketAddress(relay.getHost(), relay.getPort()));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static InetAddress address(int client) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (1 + client % 200)});
  }

  private SocketChannel connect(int client) throws IOException {
    SocketChannel channel = connected(client);
    opened.add(channel);
    channel.configureBlocking(false);
    return channel;
  }

  /** As much of it as is taken at once. */
  private static void send(SocketChannel channel, String text) throws IOException {
    channel.write(bytes(text));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String post(int length, String body) {
    return "POST /graphql HTTP/1.1\r\nHost: relay\r\n"
        + JSON
        + "Content-Length: "
        + length
        + "\r\n\r\n"
        + body;
  }

  static String query(String query) {
    return "{\"query\":\"" + query + "\"}";
  }

  private static String aliases(int count, String field) {
    return IntStream.range(0, count)
        .mapToObj(i -> "a" + i + ": " + field)
        .collect(Collectors.joining(" "));
  }

  @Override
  public void close() throws IOException {
    threads.forEach(Thread::interrupt);
    for (SocketChannel channel : opened) {
      channel.close();
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }
}
