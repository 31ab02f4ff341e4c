package bambusa.relay.quic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks after streams on which more than a packet was written lately.
 *
 * <p>Kwik counts the requests of a stream to its sender after it has made them, so the sender may
 * take one up before it is counted. The count is below zero then, and if there is more to be sent
 * the sender asks for nothing, as only a count of zero lets it: bytes lie in the buffer, and a
 * writer that waits for room waits for ever. Whoever finds such a stream asks for it again.
 */
final class SendWatch {

  private static final long LOOK_MILLIS = 50;

  /** Looks without anything unsent after which a stream is looked after no longer: ten seconds. */
  private static final int MAX_IDLE_LOOKS = 200;

  private final ScheduledExecutorService timer;
  private final Map<Watched, Look> looks = new ConcurrentHashMap<>();
  private @Nullable Future<?> ticking;

  /** A stream as far as it is looked after. */
  interface Watched {

    /** Whether bytes wait to be sent, or to be sent again. */
    boolean hasUnsent();

    /** How much was sent for the first time. */
    long sentBytes();

    /** Has the sender ask what there is to be sent. */
    void wakeSender();

    /** Whether it will never send again. */
    boolean isOver();
  }

  /** What the last look at a stream has found. */
  private record Look(long sentBytes, int idleLooks) {}

  SendWatch(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  void watch(Watched stream) {
    looks.put(stream, new Look(-1, 0));
    synchronized (this) {
      if (ticking == null) {
        ticking =
            timer.scheduleWithFixedDelay(
                this::lookAtAll, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private void lookAtAll() {
    looks.replaceAll(SendWatch::look);
    looks
        .entrySet()
        .removeIf(one -> one.getKey().isOver() || one.getValue().idleLooks() > MAX_IDLE_LOOKS);
    synchronized (this) {
      if (ticking != null && looks.isEmpty()) {
        ticking.cancel(false);
        ticking = null;
      }
    }
  }

  private static Look look(Watched stream, Look last) {
    long sent = stream.sentBytes();
    if (!stream.hasUnsent()) {
      return new Look(sent, last.idleLooks() + 1);
    }
    if (sent == last.sentBytes()) {
      stream.wakeSender();
    }
    return new Look(sent, 0);
  }
}
