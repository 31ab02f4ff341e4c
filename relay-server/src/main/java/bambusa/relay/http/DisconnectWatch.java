package bambusa.relay.http;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Notices that a client has gone while its query is held: the server itself reads from a connection
 * only when it expects a request. A client that sends the next request before the answer loses the
 * connection too; browsers, proxies and the leecher never do.
 */
final class DisconnectWatch implements Callback {

  private final AbstractEndPoint connection;
  private final Runnable whenGone;
  private volatile boolean stopped;

  DisconnectWatch(AbstractEndPoint connection, Runnable whenGone) {
    this.connection = connection;
    this.whenGone = whenGone;
  }

  void start() {
    if (!stopped) {
      connection.tryFillInterested(this);
    }
  }

  /** Must be called before the answer is written: the server reads from then on. */
  void stop() {
    stopped = true;
    connection.getFillInterest().onFail(new CancellationException());
  }

  /** Something can be read; the end of the stream, nearly always. */
  @Override
  public void succeeded() {
    if (stopped) {
      return;
    }
    try {
      if (connection.fill(BufferUtil.allocate(1)) == 0) {
        start();
        return;
      }
    } catch (IOException e) {
      // A reset connection is as gone as a closed one.
      connection.close(e);
    }
    connection.close();
    whenGone.run();
  }

  @Override
  public void failed(Throwable failure) {
    if (!stopped) {
      whenGone.run();
    }
  }
}
