package bambusa.relay.quic;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * One stream of a connection. Reading and writing wait, and fail with an {@link
 * java.io.IOException} once the stream or its connection is given up by either side.
 */
interface QuicStream {

  /** Code of a request that is given up: nothing is wrong, nobody wants it any more. */
  long CODE_NOT_WANTED = 0;

  /** Code of an answer that broke off (qp2p.md 7.3). */
  long CODE_FAILED = 1;

  boolean isBidirectional();

  InputStream in();

  /** Closing it sends FIN. */
  OutputStream out();

  /** Tells the peer to send no more, and ends waiting reads. */
  void stopReading(long code);

  /** Ends the own direction without FIN, and ends waiting writes. */
  void reset(long code);

  /** Both. */
  default void abandon(long code) {
    stopReading(code);
    reset(code);
  }
}
