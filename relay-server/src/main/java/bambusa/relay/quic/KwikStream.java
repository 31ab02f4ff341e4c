package bambusa.relay.quic;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tech.kwik.core.stream.FlowControlUpdateListener;

/**
 * A stream of Kwik.
 *
 * <p>Kwik loses a wake-up when its sender takes up a request before the writer has counted it: the
 * count stays at zero with bytes in the buffer, and a writer that then waits for room waits for
 * ever. So writes are small, and while one is under way, and once after the last, Kwik is asked to
 * look again.
 */
final class KwikStream implements QuicStream {

  private static final int PIECE_BYTES = 1_100;
  private static final long LOOK_AGAIN_MILLIS = 50;

  private final tech.kwik.core.QuicStream stream;
  private final Runnable wakeSender;
  private final ScheduledExecutorService timer;

  KwikStream(
      tech.kwik.core.QuicStream stream, Runnable wakeSender, ScheduledExecutorService timer) {
    this.stream = stream;
    this.wakeSender = wakeSender;
    this.timer = timer;
  }

  @Override
  public boolean isBidirectional() {
    return stream.isBidirectional();
  }

  @Override
  public InputStream in() {
    return stream.getInputStream();
  }

  @Override
  public OutputStream out() {
    return new Pieces(stream.getOutputStream());
  }

  @Override
  public void stopReading(long code) {
    stream.abortReading(code);
  }

  @Override
  public void reset(long code) {
    stream.resetStream(code);
  }

  private void lookAgain(OutputStream out) {
    if (out instanceof FlowControlUpdateListener sender) {
      sender.streamNotBlocked(stream.getStreamId());
      wakeSender.run();
    }
  }

  /** Writes in pieces that fit a packet. */
  private final class Pieces extends OutputStream {

    private final OutputStream out;

    Pieces(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
      out.write(octet);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        // Kwik would wait for ever to send nothing.
        return;
      }
      if (length <= PIECE_BYTES) {
        out.write(bytes, offset, length);
        return;
      }
      Future<?> look =
          timer.scheduleWithFixedDelay(
              () -> lookAgain(out), LOOK_AGAIN_MILLIS, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      try {
        for (int at = 0; at < length; at += PIECE_BYTES) {
          out.write(bytes, offset + at, Math.min(PIECE_BYTES, length - at));
        }
      } finally {
        look.cancel(false);
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
      Future<?> unusedLook =
          timer.schedule(() -> lookAgain(out), LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
