package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A client that asks the same small question at a steady pace, and measures how long each answer
 * takes. It writes to a socket itself, so that next to nothing of what it measures is its own work.
 *
 * <p>It asks on a connection that it keeps, every tenth time on a new one, as those do who come for
 * the first time. Whatever falls due while an answer is awaited counts from when it was due: a
 * relay that stops for a second delays all that would have been asked in that second, not one.
 */
final class SteadyClient implements AutoCloseable {

  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final int ASKED_ON_ONE_CONNECTION = 10;
  private static final int MAX_ANSWER = 4_096;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final InetSocketAddress relay;
  private final byte[] request;
  private final String expected;
  private final byte[] answer = new byte[MAX_ANSWER];
  private Socket socket = new Socket();
  private int asked;

  /**
   * Nothing is asked yet.
   *
   * @param body the JSON of the question
   * @param expected what every answer holds
   */
  SteadyClient(URI relay, String body, String expected) {
    this.relay = new InetSocketAddress(relay.getHost(), relay.getPort());
    this.expected = expected;
    this.request =
        ("POST /graphql HTTP/1.1\r\nHost: relay\r\nContent-Type: application/json\r\n"
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body)
            .getBytes(StandardCharsets.UTF_8);
  }

  /** Asks so often, one after the other without a pause. */
  void hurry(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      ask();
    }
  }

  /** Asks so often, and returns how long each answer took. */
  List<Double> answerMillis(int times) throws IOException {
    int until = asked + times;
    return answerMillis(() -> asked < until);
  }

  /** Asks as long as a condition holds. */
  List<Double> answerMillis(BooleanSupplier goesOn) throws IOException {
    List<Double> millis = new ArrayList<>();
    // The relay has closed what was silent for long.
    connect();
    long due = System.nanoTime();
    while (goesOn.getAsBoolean()) {
      // Waking up late is not the relay's doing; being kept from asking is.
      long begun = due;
      for (long now = System.nanoTime(); now < due; now = begun) {
        LockSupport.parkNanos(due - now);
        begun = System.nanoTime();
      }
      ask();
      millis.add((System.nanoTime() - begun) / 1e6);
      due += PACE_NANOS;
    }
    return millis;
  }

  private void ask() throws IOException {
    if (asked % ASKED_ON_ONE_CONNECTION == 0) {
      connect();
    }
    asked++;
    socket.getOutputStream().write(request);
    assertThat(read(socket.getInputStream())).startsWith("HTTP/1.1 200").contains(expected);
  }

  private void connect() throws IOException {
    socket.close();
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.connect(relay, (int) PATIENCE.toMillis());
  }

  private String read(InputStream in) throws IOException {
    int size = 0;
    while (true) {
      int count = in.read(answer, size, answer.length - size);
      if (count <= 0) {
        throw new EOFException("cut off after " + size + " bytes");
      }
      size += count;
      String text = new String(answer, 0, size, StandardCharsets.UTF_8);
      int head = text.indexOf("\r\n\r\n");
      if (head >= 0 && size == head + 4 + contentLength(text)) {
        return text;
      }
    }
  }

  private static int contentLength(String text) {
    String name = "Content-Length: ";
    int begin = text.indexOf(name) + name.length();
    return Integer.parseInt(text.substring(begin, text.indexOf("\r\n", begin)));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
