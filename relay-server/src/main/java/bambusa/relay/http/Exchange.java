package bambusa.relay.http;

import io.javalin.http.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;

/** One request and its answer on their connection. */
final class Exchange {

  /** What any client may need, however little is sent. */
  private static final int GRACE_SECONDS = 20;

  private final Context context;
  private final HttpSettings settings;

  Exchange(Context context, HttpSettings settings) {
    this.context = context;
    this.settings = settings;
  }

  /** Reads the body. A client that sends it too slowly loses the connection. */
  CompletableFuture<byte[]> readBody(ByteBudget budget) {
    CompletableFuture<byte[]> body =
        BodyReader.read(context.req(), settings.maxBodyBytes(), budget);
    long announced = context.req().getContentLengthLong();
    cutOffWhenSlow(body, announced < 0 ? settings.maxBodyBytes() : announced);
    return body;
  }

  /**
   * Writes the body. A client that takes it too slowly loses the connection, since the body is kept
   * as long.
   */
  CompletableFuture<Void> write(byte[] body) {
    CompletableFuture<Void> written = BodyWriter.write(context.res(), body);
    cutOffWhenSlow(written, body.length);
    return written;
  }

  private void cutOffWhenSlow(CompletableFuture<?> transfer, long bytes) {
    CompletableFuture<?> unused =
        transfer
            .orTimeout(GRACE_SECONDS + bytes / settings.minBytesPerSecond(), TimeUnit.SECONDS)
            .whenComplete(
                (done, failure) -> {
                  if (failure instanceof TimeoutException) {
                    endPoint().close();
                  }
                });
  }

  /** Watches the connection while nothing is read from it or written to it. */
  DisconnectWatch watch(Runnable whenGone) {
    return new DisconnectWatch((AbstractEndPoint) endPoint(), whenGone);
  }

  private EndPoint endPoint() {
    return ServletContextRequest.getServletContextRequest(context.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint();
  }
}
