package bambusa.relay.quic;

import java.io.IOException;
import java.net.InetSocketAddress;

/** A connection with one peer, dialled or accepted. Any thread may call. */
interface QuicConnection {

  /** Application code of every ordinary end (qp2p.md 2.3). */
  long CLOSE_ORDINARY = 0;

  /** Application code when the peer went beyond what it may (qp2p.md 7.3). */
  long CLOSE_ABUSE = 1;

  InetSocketAddress remoteAddress();

  boolean isOpen();

  /** Opens a stream; waits that long while the peer allows no more of them. */
  QuicStream open(boolean bidirectional, long timeoutMillis) throws IOException;

  /** What its messages look like. */
  LayoutMemory layouts();

  /** Sends what the peer must acknowledge, so that a connection on which one waits stays open. */
  void ping();

  /** Ends it at once; what was not acknowledged may be lost. */
  void close(long code, String reason);
}
