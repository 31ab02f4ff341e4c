package bambusa.relay.quic;

import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import tech.kwik.core.QuicStream;
import tech.kwik.core.stream.QuicStreamImpl;
import tech.kwik.core.stream.RetransmitBuffer;
import tech.kwik.core.stream.SendBuffer;

/**
 * What Kwik does not tell of the sending half of a stream. Read by reflection, as in {@link
 * KwikInternals}; the half that cannot be written has nothing of it.
 */
final class KwikSending {

  private static final Class<?> HALF = halfClass();
  private static final Field UNSENT = field("sendBuffer");
  private static final Field LOST = field("retransmitBuffer");
  private static final Field SENT_BYTES = field("currentOffset");
  private static final Field RESET = field("reset");
  private static final Method FORGET = forgetMethod();

  private KwikSending() {}

  private static Class<?> halfClass() {
    try {
      return Class.forName("tech.kwik.core.stream.StreamOutputStreamImpl");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(KwikInternals.OTHER_VERSION, e);
    }
  }

  private static Field field(String name) {
    return KwikInternals.field(HALF, name);
  }

  private static Method forgetMethod() {
    try {
      Method method = QuicStreamImpl.class.getDeclaredMethod("stopFlowControl");
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(KwikInternals.OTHER_VERSION, e);
    }
  }

  /** Whether bytes, or the end, wait to be sent for the first time or again. */
  static boolean hasUnsent(OutputStream half) {
    return HALF.isInstance(half)
        && (((SendBuffer) KwikInternals.read(UNSENT, half)).hasData()
            || ((RetransmitBuffer) KwikInternals.read(LOST, half)).hasDataToRetransmit());
  }

  /** How much was sent for the first time. */
  static long sentBytes(OutputStream half) {
    return HALF.isInstance(half) ? (long) KwikInternals.read(SENT_BYTES, half) : 0;
  }

  /** Whether it was ended without FIN, by this side or because the peer asked for it. */
  static boolean isReset(OutputStream half) {
    return HALF.isInstance(half) && (boolean) KwikInternals.read(RESET, half);
  }

  /** Lets go of the credit of a stream, which Kwik itself does only after FIN. */
  static void forget(QuicStream stream) {
    try {
      FORGET.invoke(stream);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(KwikInternals.OTHER_VERSION, e);
    }
  }
}
