package bambusa.relay.quic;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tech.kwik.core.QuicConnection;

/**
 * Ends handshakes that take too long (qp2p.md 7.4), for which Kwik has no limit. They are seen when
 * looked for, so one may last a look longer.
 */
final class HandshakeWatch {

  /** Five of these are what a handshake may take. */
  static final long LOOK_MILLIS = 2_000;

  private static final int MAX_LOOKS = 5;

  private final Supplier<Set<QuicConnection>> handshaking;
  private Map<QuicConnection, Integer> looks = Map.of();

  private HandshakeWatch(Supplier<Set<QuicConnection>> handshaking) {
    this.handshaking = handshaking;
  }

  /** Looks until that is cancelled. */
  static Future<?> start(
      Supplier<Set<QuicConnection>> handshaking, ScheduledExecutorService timer, long lookMillis) {
    return timer.scheduleWithFixedDelay(
        new HandshakeWatch(handshaking)::look, lookMillis, lookMillis, TimeUnit.MILLISECONDS);
  }

  private void look() {
    Map<QuicConnection, Integer> still = new HashMap<>();
    for (QuicConnection connection : handshaking.get()) {
      int count = looks.getOrDefault(connection, 0) + 1;
      still.put(connection, count);
      if (count > MAX_LOOKS) {
        connection.close(bambusa.relay.quic.QuicConnection.CLOSE_ABUSE, "the handshake takes long");
      }
    }
    looks = still;
  }
}
