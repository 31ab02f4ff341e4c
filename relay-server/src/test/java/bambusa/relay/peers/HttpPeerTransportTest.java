package bambusa.relay.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a peer may do to whoever asks it. */
class HttpPeerTransportTest {

  private static final int MAX_BYTES = 10_000;
  private static final long TIMEOUT_MILLIS = 20_000;
  private static final long SHORT_MILLIS = 300;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;

  private interface Answer {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private PeerTransport peer(Answer answer) throws Exception {
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          try (exchange) {
            answer.to(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    PeerAddress address = PeerAddress.parse("http://127.0.0.1:" + server.getAddress().getPort());
    return new HttpPeerTransport(
        address, HttpClient.newHttpClient(), MAX_BYTES, InetAddress::getAllByName);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static byte[] packed(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(body);
    }
    return packed.toByteArray();
  }

  @Test
  void peerThatNeverAnswersIsGivenUp() throws Exception {
    PeerTransport peer = peer(exchange -> over.await());
    assertThatThrownBy(() -> peer.ask("{}", SHORT_MILLIS)).hasMessageContaining("within 0.3 s");
  }

  @Test
  void answerThatTricklesInIsGivenUp() throws Exception {
    PeerTransport peer =
        peer(
            exchange -> {
              exchange.sendResponseHeaders(200, 1_000);
              exchange.getResponseBody().write('{');
              exchange.getResponseBody().flush();
              over.await();
            });
    assertThatThrownBy(() -> peer.ask("{}", SHORT_MILLIS)).hasMessageContaining("within 0.3 s");
  }

  @Test
  void tooLargeAnswersAreNotKept() throws Exception {
    PeerTransport peer = peer(exchange -> send(exchange, 200, new byte[MAX_BYTES + 1]));
    assertThatThrownBy(() -> peer.ask("{}", TIMEOUT_MILLIS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 10000 bytes");
  }

  @Test
  void smallAnswersThatUnpackToLargeOnesAreNotKept() throws Exception {
    byte[] bomb = packed(new byte[1_000_000]);
    assertThat(bomb).hasSizeLessThan(MAX_BYTES);
    PeerTransport peer =
        peer(
            exchange -> {
              exchange.getResponseHeaders().add("Content-Encoding", "gzip");
              send(exchange, 200, bomb);
            });
    assertThatThrownBy(() -> peer.ask("{}", TIMEOUT_MILLIS))
        .hasMessageContaining("unpacks to more than 10000 bytes");
  }

  @Test
  void answersPackedByZstdAreUnpackedWithinTheSameBounds() throws Exception {
    byte[] fits = new byte[MAX_BYTES];
    List<byte[]> answers = new CopyOnWriteArrayList<>();
    List<String> accepted = new CopyOnWriteArrayList<>();
    PeerTransport peer =
        peer(
            exchange -> {
              accepted.add(exchange.getRequestHeaders().getFirst("Accept-Encoding"));
              exchange.getResponseHeaders().add("Content-Encoding", "zstd");
              send(exchange, 200, answers.get(0));
            });
    answers.add(Zstd.compress(fits));
    assertThat(peer.ask("{}", TIMEOUT_MILLIS)).isEqualTo(fits);
    assertThat(accepted).containsExactly("zstd, gzip");
    answers.set(0, Zstd.compress(new byte[1_000_000]));
    assertThatThrownBy(() -> peer.ask("{}", TIMEOUT_MILLIS))
        .hasMessageContaining("unpacks to more than 10000 bytes");
    answers.set(0, Arrays.copyOf(Zstd.compress(fits), 10));
    assertThatThrownBy(() -> peer.ask("{}", TIMEOUT_MILLIS)).isInstanceOf(IOException.class);
    answers.set(0, "{}".getBytes(UTF_8));
    assertThatThrownBy(() -> peer.ask("{}", TIMEOUT_MILLIS)).isInstanceOf(IOException.class);
  }

  /** RFC 9659: otherwise a few bytes could make us take hundreds of megabytes. */
  @Test
  void answersThatNeedALargeWindowAreRefused() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZstdOutputStreamNoFinalizer out = new ZstdOutputStreamNoFinalizer(packed)) {
      out.setLong(27).write(new byte[100]);
      out.flush();
    }
    PeerTransport peer =
        peer(
            exchange -> {
              exchange.getResponseHeaders().add("Content-Encoding", "zstd");
              send(exchange, 200, packed.toByteArray());
            });
    assertThatThrownBy(() -> peer.ask("{}", TIMEOUT_MILLIS)).isInstanceOf(IOException.class);
  }

  /** Only what was configured is dialled: a peer cannot make us ask somebody else. */
  @Test
  void peerIsAskedAtItsNextAddressWhenOneCannotBeReached() throws Exception {
    peer(exchange -> send(exchange, 200, new byte[] {'{', '}'}));
    PeerAddress address = PeerAddress.parse("http://peer.invalid:" + server.getAddress().getPort());
    InetAddress loopback = server.getAddress().getAddress();
    PeerTransport transport =
        new HttpPeerTransport(
            address,
            HttpClient.newHttpClient(),
            MAX_BYTES,
            host -> new InetAddress[] {InetAddress.getByName("192.0.2.1"), loopback});
    assertThatThrownBy(() -> transport.ask("{}", TIMEOUT_MILLIS)).isInstanceOf(IOException.class);
    assertThat(transport.ask("{}", TIMEOUT_MILLIS)).hasSize(2);
    assertThat(transport.ask("{}", TIMEOUT_MILLIS)).hasSize(2);
  }

  @Test
  void redirectionsAreNotFollowed() throws Exception {
    PeerTransport peer =
        peer(
            exchange -> {
              exchange.getResponseHeaders().add("Location", "/elsewhere");
              send(exchange, 307, new byte[0]);
            });
    assertThatThrownBy(() -> peer.ask("{}", TIMEOUT_MILLIS)).hasMessageContaining("status 307");
    assertThat(asked).containsExactly("/graphql");
  }

  @Test
  void largeRequestsArePackedOnceThePeerSaysThatItTakesThat() throws Exception {
    String large = "{\"query\":\"" + " ".repeat(2_000) + "\"}";
    List<String> encodings = new CopyOnWriteArrayList<>();
    PeerTransport peer =
        peer(
            exchange -> {
              String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
              encodings.add(String.valueOf(encoding));
              InputStream in = exchange.getRequestBody();
              byte[] body = (encoding == null ? in : new GZIPInputStream(in)).readAllBytes();
              exchange.getResponseHeaders().add("Accept-Encoding", "gzip");
              send(exchange, 200, body);
            });
    for (int i = 0; i < 2; i++) {
      assertThat(peer.ask(large, TIMEOUT_MILLIS)).isEqualTo(large.getBytes(UTF_8));
    }
    assertThat(peer.ask("{}", TIMEOUT_MILLIS)).isEqualTo("{}".getBytes(UTF_8));
    assertThat(encodings).containsExactly("null", "gzip", "null");
  }
}
