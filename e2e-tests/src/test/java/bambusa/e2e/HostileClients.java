package bambusa.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
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

  /** So long each of those stays who come and go. */
  private static final long STAY_MILLIS = 3_000;

  private final URI relay;
  private final Deque<SocketChannel> opened = new ArrayDeque<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger refused = new AtomicInteger();
  private boolean sendBombs;
  private int came;

  HostileClients(URI relay) {
    this.relay = relay;
  }

  /** How many requests were answered with an error or cut off. */
  int refused() {
    return refused.get();
  }

  /** Whether they send what is refused, and go on with it. */
  boolean areRefused() {
    return sendBombs;
  }

  /** Whether those who came to stay are all there. */
  boolean haveCome() {
    return threads.stream().noneMatch(Thread::isAlive);
  }

  /** Ask for much again and again, and never read. */
  void readSlowly(int count) {
    String much =
        query(
            "{ " + aliases(20, "entriesSince(first: 100) { entries { entry operation } }") + " }");
    comeAndGo(count, List.of(bytes(post(much.length(), much).repeat(5))));
  }

  /** Never come to the end of their headers, or of a body that they have announced. */
  void writeSlowly(int count) {
    comeAndGo(
        count,
        List.of(
            bytes("POST /graphql HTTP/1.1\r\nHost: relay\r\nX-Slow: "),
            bytes(post(1_000_000, "{\"query\":\"{"))));
  }

  /** Send bodies without an end. */
  void writeWithoutEnd(int count) {
    String begin =
        "POST /graphql HTTP/1.1\r\nHost: relay\r\n" + JSON + "Transfer-Encoding: chunked\r\n\r\n";
    String part = "1000\r\n" + "x".repeat(4_096) + "\r\n";
    comeAndGo(count, List.of(bytes(begin + part.repeat(1_000))));
  }

  /** So many are there; whoever has stayed for a while goes, and another comes. */
  private void comeAndGo(int count, List<byte[]> requests) {
    long paceMicros = TimeUnit.MILLISECONDS.toMicros(STAY_MILLIS) / count;
    begin(
        () -> {
          while (true) {
            for (byte[] request : requests) {
              comeToStay(request);
            }
            if (opened.size() > count * requests.size()) {
              TimeUnit.MICROSECONDS.sleep(paceMicros);
              for (int i = 0; i < requests.size(); i++) {
                opened.remove().close();
              }
            }
          }
        });
  }

  /** Wait for what never comes. */
  void await(int count, String cursor, int perSecond) {
    String query =
        query("{ entriesSince(after: \\\"" + cursor + "\\\", waitSeconds: 60) { endCursor } }");
    byte[] request = bytes(post(query.length(), query));
    begin(
        () -> {
          long begun = System.nanoTime();
          for (int i = 0; i < count; i++) {
            comeToStay(request);
            long due = begun + (i + 1) * TimeUnit.SECONDS.toNanos(1) / perSecond;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
          }
        });
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
    start(count, List.of(bytes(bomb)));
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
    start(count, bodies.stream().map(body -> bytes(post(body.length(), body))).toList());
  }

  private void start(int count, List<byte[]> requests) {
    sendBombs = true;
    for (int i = 0; i < count; i++) {
      int client = i;
      begin(
          () -> {
            while (true) {
              for (byte[] request : requests) {
                send(client, request);
                TimeUnit.MILLISECONDS.sleep(20);
              }
            }
          });
    }
  }

  /** What goes on until it is interrupted. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void begin(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (IOException e) {
                // An interrupt closes what is being connected.
                if (!Thread.currentThread().isInterrupted()) {
                  throw new UncheckedIOException(e);
                }
              }
            },
            "hostile-" + threads.size());
    threads.add(thread);
    thread.start();
  }

  private void send(int client, byte[] request) {
    try (SocketChannel channel = connected(client)) {
      channel.write(ByteBuffer.wrap(request));
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

  /** As much of the request is sent as is taken at once. */
  private void comeToStay(byte[] request) throws IOException {
    SocketChannel channel = connected(came++);
    opened.add(channel);
    channel.configureBlocking(false);
    try {
      channel.write(ByteBuffer.wrap(request));
    } catch (IOException e) {
      // Cut off at once.
      refused.incrementAndGet();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
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
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    for (SocketChannel channel : opened) {
      channel.close();
    }
  }
}
