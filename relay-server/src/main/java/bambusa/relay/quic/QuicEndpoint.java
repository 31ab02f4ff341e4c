package bambusa.relay.quic;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * QUIC as far as qp2p needs it: connections both ways, and streams on them. Any thread may call.
 */
interface QuicEndpoint extends AutoCloseable {

  /** The UDP port it listens on; 0 when it only dials. */
  int port();

  /** Packets dropped since the start, as too many handshakes were under way. */
  long refusedHandshakes();

  /**
   * Opens a connection, always a new one.
   *
   * @throws IOException when nobody answers in that time, with the reason in words
   */
  QuicConnection dial(InetSocketAddress address, long timeoutMillis) throws IOException;

  /** Closes every connection with code 0 and listens no longer. */
  @Override
  void close();

  /** Who hears of connections and of what peers send. Called from threads that must not wait. */
  interface Events {

    /** A peer has connected; whatever was dialled is not told. */
    void accepted(QuicConnection connection);

    /** The peer has opened a stream, on whichever connection. */
    void opened(QuicConnection connection, QuicStream stream);

    /** A connection has ended, by whomever. */
    void closed(QuicConnection connection);
  }
}
