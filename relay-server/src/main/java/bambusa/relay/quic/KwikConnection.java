package bambusa.relay.quic;

import java.io.IOException;
import java.net.InetSocketAddress;
import tech.kwik.core.frame.PingFrame;
import tech.kwik.core.frame.StopSendingFrame;
import tech.kwik.core.impl.QuicConnectionImpl;
import tech.kwik.core.impl.Version;

/** A connection of Kwik. */
final class KwikConnection implements QuicConnection {

  private final tech.kwik.core.QuicConnection quic;
  private final InetSocketAddress remoteAddress;
  private final SendWatch watch;
  private final LayoutMemory layouts;
  private volatile boolean open = true;

  KwikConnection(
      tech.kwik.core.QuicConnection quic,
      InetSocketAddress remoteAddress,
      SendWatch watch,
      LayoutMemory layouts) {
    this.quic = quic;
    this.remoteAddress = remoteAddress;
    this.watch = watch;
    this.layouts = layouts;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  /** Kwik says that it is over. */
  void ended() {
    open = false;
  }

  @Override
  public QuicStream open(boolean bidirectional, long timeoutMillis) throws IOException {
    if (!open) {
      throw new IOException("the connection is closed");
    }
    return stream(KwikInternals.openStream(quic, bidirectional, timeoutMillis));
  }

  QuicStream stream(tech.kwik.core.QuicStream stream) {
    return new KwikStream(stream, this, watch);
  }

  /** Also makes Kwik look whether there is more to be sent. */
  @Override
  public void ping() {
    if (open && quic instanceof QuicConnectionImpl connection) {
      connection.send(new PingFrame(), lost -> {}, true);
    }
  }

  /** Asks the peer to end its side of a stream, as it may see fit. */
  void stopSending(int streamId, long code) {
    if (open && quic instanceof QuicConnectionImpl connection) {
      StopSendingFrame stop = new StopSendingFrame(Version.getDefault(), streamId, code);
      connection.send(stop, lost -> {}, true);
    }
  }

  @Override
  public LayoutMemory layouts() {
    return layouts;
  }

  @Override
  public void close(long code, String reason) {
    open = false;
    quic.close(code, reason);
  }
}
