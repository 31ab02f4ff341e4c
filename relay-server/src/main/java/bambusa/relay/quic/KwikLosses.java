package bambusa.relay.quic;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Instant;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.cc.NewRenoCongestionController;
import tech.kwik.core.impl.QuicConnectionImpl;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.recovery.LossDetector;
import tech.kwik.core.recovery.RecoveryManager;
import tech.kwik.core.recovery.RttEstimator;
import tech.kwik.core.send.SenderImpl;

/**
 * What Kwik makes of lost packets.
 *
 * <p>It takes none for lost before a millisecond is over ("kGranularity", RFC 9002, 6.1.2): it
 * counts in whole ones, so where a round trip takes less it would not wait at all; and what it
 * sends a second time in vain makes 0.36 lose a message (qp2p.md 3.10).
 *
 * <p>Its window never falls below the initial one. Where one packet in ten is lost whatever is
 * sent, it would stay at two packets for each round trip, and a page would take longer than its
 * deadline.
 */
final class KwikLosses {

  private static final Field RECOVERY = KwikInternals.field(SenderImpl.class, "recoveryManager");
  private static final Field DETECTORS =
      KwikInternals.field(RecoveryManager.class, "lossDetectors");
  private static final Field ESTIMATE = KwikInternals.field(LossDetector.class, "rttEstimater");
  private static final Field CONGESTION =
      KwikInternals.field(SenderImpl.class, "congestionController");
  private static final Field MINIMUM_WINDOW =
      KwikInternals.field(NewRenoCongestionController.class, "kMinimumWindow");
  private static final Method SENDER = senderMethod();

  /** Ten packets (RFC 9002, 7.2). */
  private static final int INITIAL_WINDOW_BYTES = 12_000;

  private KwikLosses() {}

  private static Method senderMethod() {
    try {
      Method method = QuicConnectionImpl.class.getDeclaredMethod("getSender");
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(KwikInternals.OTHER_VERSION, e);
    }
  }

  /** From now on a connection bears them so. */
  static void bear(QuicConnection connection) {
    try {
      Object sender = SENDER.invoke(connection);
      KwikInternals.write(
          MINIMUM_WINDOW, KwikInternals.read(CONGESTION, sender), INITIAL_WINDOW_BYTES);
      Object recovery = KwikInternals.read(RECOVERY, sender);
      for (Object detector : (Object[]) KwikInternals.read(DETECTORS, recovery)) {
        RttEstimator real = (RttEstimator) KwikInternals.read(ESTIMATE, detector);
        KwikInternals.write(ESTIMATE, detector, new AtLeastAMilli(real));
      }
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(KwikInternals.OTHER_VERSION, e);
    }
  }

  /** What the detectors see of an estimate. */
  private static final class AtLeastAMilli extends RttEstimator {

    private final RttEstimator real;

    AtLeastAMilli(RttEstimator real) {
      super(new NullLogger());
      this.real = real;
    }

    @Override
    public int getSmoothedRtt() {
      return Math.max(1, real.getSmoothedRtt());
    }

    @Override
    public int getLatestRtt() {
      return real.getLatestRtt();
    }

    @Override
    public void addSample(Instant received, Instant sent, int ackDelay) {
      real.addSample(received, sent, ackDelay);
    }
  }
}
