package bambusa.relay.quic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks after streams on which something was written lately.
 *
 * <p>Kwik counts the requests of a stream to its sender after it has made them, so the sender may
 * take one up before it is counted. The count is below zero then, and if there is more to be sent
 * the sender asks for nothing, as only a count of zero lets it: bytes lie in the buffer, and a
 * writer that waits for room waits for ever. It takes more than a packet, or that a packet is sent
 * again at the moment at which the next is written or the stream is closed: then it is the end that
 * lies there, and a reader waits for it. Whoever finds such a stream asks for it again.
 */
final class SendWatch {

  private static final long LOOK_MILLIS = 50;

  /** Looks without anything unsent after which a stream is looked after no longer: ten seconds. */
  private static final int MAX_IDLE_LOOKS = 200;

  /** The same where no more than a packet was written: what is left then is left at once. */
  private static final int MAX_IDLE_LOOKS_AFTER_LITTLE = 4;

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
    watch(stream, new Look(-1, 0));
  }

  /** When no more than a packet was written, or the end. */
  void watchBriefly(Watched stream) {
    watch(stream, new Look(-1, MAX_IDLE_LOOKS - MAX_IDLE_LOOKS_AFTER_LITTLE));
  }

  private void watch(Watched stream, Look first) {
    looks.merge(stream, first, (one, other) -> one.idleLooks() < other.idleLooks() ? one : other);
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
