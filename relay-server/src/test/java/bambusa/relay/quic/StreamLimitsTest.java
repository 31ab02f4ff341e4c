package bambusa.relay.quic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.relay.graphql.GraphQlLimits;
import bambusa.relay.graphql.TestEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The limits of qp2p.md 7.4 that only a patient engine lets be reached. */
@Timeout(60)
final class StreamLimitsTest {

  private static final GraphQlLimits GENEROUS =
      new GraphQlLimits(
          2_000_000, 2_000, 8, 300, 50, 1L << 40, 1 << 26, 30_000, 30, 200, 200, 200, 200, 1_000,
          1 << 26, 100, 1 << 28);
  private static final byte[] NONE = new byte[0];
  private static final String HELD = "{\"query\":\"{ entriesSince(waitSeconds: 30) { count } }\"}";
  private static final int AT_ONCE = 32;
  private static final int LATER = 8;
  private static final int COPIES = 20;

  private final TestEngine engine = new TestEngine(GENEROUS);
  private final TestNode.RawPeer peer = new TestNode.RawPeer();
  private QuicNode node;
  private QuicConnection connection;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    node = TestNode.start(engine.engine(), directory, 0);
    connection = peer.dial(node.port());
  }

  @AfterEach
  void stop() {
    peer.close();
    engine.close();
    node.close();
  }

  private QuicStream send(String json) throws IOException {
    QuicStream stream = connection.open(true, 1_000);
    stream.out().write(MessageLayout.F9.encode(NONE, json.getBytes(UTF_8)));
    stream.out().close();
    return stream;
  }

  private static String answer(QuicStream stream) throws Exception {
    byte[] bytes = stream.in().readAllBytes();
    LayoutMemory memory = new LayoutMemory(MessageLayout.F9);
    Message message =
        new MessageReader(new ByteArrayInputStream(bytes), MessageLimits.ANSWER, memory)
            .next()
            .orElseThrow();
    return new String(message.payload(), UTF_8);
  }

  private void awaitHeld(int queries) throws InterruptedException {
    while (engine.engine().heldQueries() != queries) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  void moreThan32RequestsOfAConnectionTakeTurns() throws Exception {
    List<QuicStream> held = new ArrayList<>();
    for (int i = 0; i < AT_ONCE + LATER; i++) {
      held.add(send(HELD));
    }
    while (node.streams() < AT_ONCE + LATER) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    awaitHeld(AT_ONCE);
    // Another connection does not wait for this one, and meanwhile no more of it has begun.
    connection = peer.dial(node.port());
    assertThat(answer(send("{\"query\":\"{ hello(name: \\\"you\\\") }\"}"))).contains("hello you");
    assertThat(engine.engine().heldQueries()).isEqualTo(AT_ONCE);
    engine.arrive(1);
    for (QuicStream stream : held) {
      assertThat(answer(stream)).contains("\"count\":1");
    }
  }

  @Test
  void answerOver16MebibytesIsRefusedInWords() throws Exception {
    StringBuilder query = new StringBuilder("query($name: String) {");
    for (int i = 0; i < COPIES; i++) {
      query.append(" a").append(i).append(": hello(name: $name)");
    }
    String json =
        "{\"query\":\"" + query + "}\",\"variables\":{\"name\":\"" + "x".repeat(900_000) + "\"}}";
    assertThat(answer(send(json))).contains("\"code\":\"ANSWER_TOO_LARGE\"", "16777216");
  }

  @Test
  void requestThatTakesLongIsNotWaitedFor() throws Exception {
    ScheduledExecutorService hurried = new Hurried();
    try {
      QuicStream silent = send(HELD);
      BoundedStream bounded = new BoundedStream(silent, hurried);
      assertThatThrownBy(() -> bounded.read(() -> silent.in().read()))
          .isInstanceOf(IOException.class);
      assertThat(connection.isOpen()).isTrue();
    } finally {
      hurried.shutdownNow();
    }
  }

  /** Seconds are milliseconds for it. */
  private static final class Hurried extends ScheduledThreadPoolExecutor {

    Hurried() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      return super.schedule(task, unit.toMillis(delay), TimeUnit.MICROSECONDS);
    }
  }
}
