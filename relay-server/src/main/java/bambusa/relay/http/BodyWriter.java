package bambusa.relay.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Writes a body as fast as the client takes it, holding no thread in between. */
final class BodyWriter implements WriteListener {

  private final ServletOutputStream output;
  private final byte[] body;
  private final CompletableFuture<Void> complete = new CompletableFuture<>();
  private boolean given;

  private BodyWriter(ServletOutputStream output, byte[] body) {
    this.output = output;
    this.body = body;
  }

  /** Completes when the last byte is on its way, or as the connection fails. */
  static CompletableFuture<Void> write(HttpServletResponse response, byte[] body) {
    response.setContentLength(body.length);
    try {
      ServletOutputStream output = response.getOutputStream();
      BodyWriter writer = new BodyWriter(output, body);
      output.setWriteListener(writer);
      return writer.complete;
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void onWritePossible() throws IOException {
    while (output.isReady()) {
      if (given) {
        complete.complete(null);
        return;
      }
      given = true;
      output.write(body);
    }
  }

  @Override
  public void onError(Throwable failure) {
    complete.completeExceptionally(failure);
  }
}
