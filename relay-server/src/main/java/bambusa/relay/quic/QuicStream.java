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

  /** Asks the peer to send no more; what it has sent already can still be read. */
  void askToStop(long code);

  /** Asks the same, and ends waiting reads: nothing more can be read. */
  void stopReading(long code);

  /** Whether the peer has asked to be sent no more. */
  boolean isUnwanted();

  /** Ends the own direction without FIN, and ends waiting writes. */
  void reset(long code);

  /** Lets go of what the connection keeps for a stream that was not ended by FIN. */
  void release();

  /** Gives up both directions. */
  default void abandon(long code) {
    stopReading(code);
    reset(code);
  }
}
