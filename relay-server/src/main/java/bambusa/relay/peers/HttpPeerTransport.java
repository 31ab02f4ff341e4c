package bambusa.relay.peers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** GraphQL over HTTP to one peer. */
final class HttpPeerTransport implements PeerTransport {

  private static final int OK = 200;

  private final PeerAddress address;
  private final HttpClient client;
  private final int maxAnswerBytes;

  /** Refuses answers that take more bytes when unpacked. */
  HttpPeerTransport(PeerAddress address, HttpClient client, int maxAnswerBytes) {
    this.address = address;
    this.client = client;
    this.maxAnswerBytes = maxAnswerBytes;
  }

  @Override
  public byte[] ask(String body, long timeoutMillis) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.uri())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header("Accept-Encoding", "gzip")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<byte[]> response = send(request, timeoutMillis);
    if (response.statusCode() != OK) {
      throw new IOException("the peer answered with HTTP status " + response.statusCode());
    }
    boolean packed =
        response
            .headers()
            .firstValue("Content-Encoding")
            .filter("gzip"::equalsIgnoreCase)
            .isPresent();
    return packed ? unpack(response.body()) : response.body();
  }

  /** The client's own timeout ends with the headers; a body that trickles in must end too. */
  private HttpResponse<byte[]> send(HttpRequest request, long timeoutMillis)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> pending =
        client.sendAsync(request, response -> bounded(BodyHandlers.ofByteArray().apply(response)));
    try {
      return pending.get(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no complete answer within " + timeoutMillis + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause()), e);
    } finally {
      pending.cancel(true);
    }
  }

  private HttpResponse.BodySubscriber<byte[]> bounded(HttpResponse.BodySubscriber<byte[]> body) {
    return new BoundedBody(body, maxAnswerBytes);
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause == null) {
      return "the request failed";
    }
    String message = cause.getMessage();
    String kind = cause.getClass().getSimpleName();
    return message == null ? kind : kind + ": " + message;
  }

  private byte[] unpack(byte[] packed) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] unpacked = in.readNBytes(maxAnswerBytes + 1);
      if (unpacked.length > maxAnswerBytes) {
        throw new IOException("the answer unpacks to more than " + maxAnswerBytes + " bytes");
      }
      return unpacked;
    }
  }
}
