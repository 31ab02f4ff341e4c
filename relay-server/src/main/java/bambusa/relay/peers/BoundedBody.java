package bambusa.relay.peers;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Gives up on a body that grows past a bound, before it is kept in memory. */
final class BoundedBody implements BodySubscriber<byte[]> {

  private final BodySubscriber<byte[]> body;
  private final int maxBytes;
  private long received;
  private Flow.@Nullable Subscription subscription;

  BoundedBody(BodySubscriber<byte[]> body, int maxBytes) {
    this.body = body;
    this.maxBytes = maxBytes;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    body.onSubscribe(given);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      received += part.remaining();
    }
    if (received <= maxBytes) {
      body.onNext(parts);
      return;
    }
    if (subscription != null) {
      subscription.cancel();
    }
    body.onError(new IOException("the answer has more than " + maxBytes + " bytes"));
  }

  @Override
  public void onError(Throwable failure) {
    body.onError(failure);
  }

  @Override
  public void onComplete() {
    body.onComplete();
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body.getBody();
  }
}
