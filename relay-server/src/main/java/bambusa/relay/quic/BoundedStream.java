package bambusa.relay.quic;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream that a peer has opened, on which nothing takes longer than it may. For the one thread
 * that answers.
 */
final class BoundedStream {

  private static final Logger LOG = LoggerFactory.getLogger(BoundedStream.class);

  /** From the start of a stream, or the last answer on it, to the last byte of a request. */
  private static final long REQUEST_MILLIS = 10_000;

  private static final long ANSWER_MILLIS = 20_000;
  private static final long MIN_ANSWER_BYTES_PER_MILLI = 64;

  private final QuicStream stream;
  private final ScheduledExecutorService timer;

  /** Something that is read. */
  @FunctionalInterface
  interface Reading<T, E extends Exception> {

    T read() throws IOException, E;
  }

  /**
   * Puts bounds to a stream.
   *
   * @param timer ends what takes too long
   */
  BoundedStream(QuicStream stream, ScheduledExecutorService timer) {
    this.stream = stream;
    this.timer = timer;
  }

  /** Reads what a request may consist of, within the time for one. */
  <T, E extends Exception> T read(Reading<T, E> reading) throws IOException, E {
    Future<?> deadline =
        timer.schedule(
            () -> stream.stopReading(QuicStream.CODE_NOT_WANTED),
            REQUEST_MILLIS,
            TimeUnit.MILLISECONDS);
    try {
      return reading.read();
    } finally {
      deadline.cancel(false);
    }
  }

  /** Breaks off when the peer takes it too slowly. */
  void write(byte[] message) throws IOException {
    long millis = ANSWER_MILLIS + message.length / MIN_ANSWER_BYTES_PER_MILLI;
    Future<?> deadline =
        timer.schedule(() -> stream.abandon(QuicStream.CODE_FAILED), millis, TimeUnit.MILLISECONDS);
    try {
      stream.out().write(message);
    } finally {
      deadline.cancel(false);
    }
  }

  /**
   * Ends a stream of which nothing more is understood: FIN, "the only error signal a requester
   * gets" (qp2p.md 3.8), and the wish to be sent no more. What comes all the same is read, as it
   * counts against the credit of the connection until then.
   */
  void refuseRest() {
    try {
      if (stream.isBidirectional()) {
        stream.out().close();
      }
      stream.askToStop(QuicStream.CODE_NOT_WANTED);
      long unusedRest = read(() -> stream.in().transferTo(OutputStream.nullOutputStream()));
    } catch (IOException e) {
      LOG.debug("the stream has ended already", e);
    }
  }
}
