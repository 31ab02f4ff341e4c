package bambusa.relay.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Reads a body as it comes, holding no thread in between. */
final class BodyReader implements ReadListener {

  private static final int BUFFER_SIZE = 1 << 13;

  private final ServletInputStream input;
  private final int maxBytes;
  private final ByteBudget budget;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final byte[] buffer = new byte[BUFFER_SIZE];
  private final CompletableFuture<byte[]> complete = new CompletableFuture<>();

  private BodyReader(ServletInputStream input, int maxBytes, ByteBudget budget) {
    this.input = input;
    this.maxBytes = maxBytes;
    this.budget = budget;
  }

  /**
   * Completes with the body, or with {@link TooLargeException} or {@link CrowdedException}, or as
   * the connection fails.
   *
   * @param budget from which a body that was read is to be given back, and no other
   */
  static CompletableFuture<byte[]> read(
      HttpServletRequest request, int maxBytes, ByteBudget budget) {
    if (request.getContentLengthLong() > maxBytes) {
      return CompletableFuture.failedFuture(new TooLargeException());
    }
    try {
      ServletInputStream input = request.getInputStream();
      BodyReader reader = new BodyReader(input, maxBytes, budget);
      CompletableFuture<?> unused =
          reader.complete.whenComplete(
              (body, failure) -> {
                if (failure != null) {
                  reader.giveBack();
                }
              });
      input.setReadListener(reader);
      return reader.complete;
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void onDataAvailable() throws IOException {
    while (!complete.isDone() && input.isReady()) {
      int count = input.read(buffer);
      if (count < 0) {
        return;
      }
      keep(count);
    }
  }

  private synchronized void keep(int count) {
    if (complete.isDone()) {
      return;
    }
    if (count > maxBytes - body.size()) {
      complete.completeExceptionally(new TooLargeException());
    } else if (!budget.take(count)) {
      complete.completeExceptionally(new CrowdedException());
    } else {
      body.write(buffer, 0, count);
    }
  }

  /** Also when the reader was given up from outside. */
  private synchronized void giveBack() {
    budget.giveBack(body.size());
    body.reset();
  }

  @Override
  public void onAllDataRead() {
    complete.complete(body.toByteArray());
  }

  @Override
  public void onError(Throwable failure) {
    complete.completeExceptionally(failure);
  }

  /** Too much is being read at the moment. */
  static final class CrowdedException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** The body is larger than allowed. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
