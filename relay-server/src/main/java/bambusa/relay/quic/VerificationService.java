package bambusa.relay.quic;

import bambusa.bytes.MalformedException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells nodes of 2022 whether they can be reached (qp2p.md 5.1). It dials an address that another
 * chose, so only one of the asker's own, and seldom: else relays could be turned against third
 * parties. Any thread may call.
 */
final class VerificationService {

  private static final long PAUSE_MILLIS = 5_000;

  /** Twice both is less than the half minute that the asker waits. */
  private static final int ATTEMPTS = 2;

  private static final long DIAL_MILLIS = 7_000;
  private static final long ECHO_MILLIS = 7_000;
  private static final int MAX_REMEMBERED = 10_000;

  private final boolean enabled;
  private final QuicEndpoint endpoint;
  private final ScheduledExecutorService timer;
  private final LongSupplier nowMillis;

  /** When somebody was dialled last; the longest ago first. */
  private final Map<InetAddress, Long> dialled = new LinkedHashMap<>();

  /**
   * The service of a node.
   *
   * @param enabled whether anybody is dialled at all
   */
  VerificationService(
      boolean enabled,
      QuicEndpoint endpoint,
      ScheduledExecutorService timer,
      LongSupplier nowMillis) {
    this.enabled = enabled;
    this.endpoint = endpoint;
    this.timer = timer;
    this.nowMillis = nowMillis;
  }

  /** Whether a node answers there; false, too, when it will not be tried. */
  boolean isReachable(InetSocketAddress address, InetAddress asker, MessageLayout layout) {
    if (!enabled
        || address.getPort() == 0
        || !address.getAddress().equals(asker)
        || !mayDial(asker)) {
      return false;
    }
    boolean reachable = false;
    for (int attempt = 0; attempt < ATTEMPTS && !reachable; attempt++) {
      reachable = answers(address, layout);
    }
    return reachable;
  }

  private boolean answers(InetSocketAddress address, MessageLayout layout) {
    try {
      QuicConnection connection = endpoint.dial(address, DIAL_MILLIS);
      try {
        return echoes(connection, layout);
      } finally {
        connection.close(
            QuicConnection.CLOSE_ORDINARY, "The connection was closed intentionally by qp2p.");
      }
    } catch (IOException | MalformedException e) {
      return false;
    }
  }

  private synchronized boolean mayDial(InetAddress asker) {
    long now = nowMillis.getAsLong();
    dialled.values().removeIf(at -> now - at >= PAUSE_MILLIS);
    if (dialled.containsKey(asker) || dialled.size() >= MAX_REMEMBERED) {
      return false;
    }
    dialled.put(asker, now);
    return true;
  }

  private boolean echoes(QuicConnection connection, MessageLayout layout)
      throws IOException, MalformedException {
    QuicStream stream = connection.open(true, ECHO_MILLIS);
    Future<?> deadline =
        timer.schedule(
            () -> stream.abandon(QuicStream.CODE_NOT_WANTED), ECHO_MILLIS, TimeUnit.MILLISECONDS);
    try (OutputStream out = stream.out()) {
      out.write(layout.encode(new ServiceMessage.EchoRequest()));
      MessageReader reader =
          new MessageReader(stream.in(), MessageLimits.REQUEST, new LayoutMemory(layout));
      Optional<Message> answer = reader.next();
      return answer.isPresent()
          && answer.get().service()
          && ServiceMessage.decode(answer.get().payload()) instanceof ServiceMessage.EchoResponse;
    } finally {
      deadline.cancel(false);
    }
  }
}
