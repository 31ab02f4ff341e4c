package bambusa.relay.peers;

import bambusa.relay.coding.ContentCoding;
import bambusa.relay.tls.HandshakeFault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** GraphQL over HTTP to one peer. */
final class HttpPeerTransport implements PeerTransport {

  private static final int OK = 200;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;

  /** Smaller requests fit one packet anyway. */
  private static final int PACKED_BYTES = 1_000;

  private final HttpClient client;
  private final int maxAnswerBytes;

  private final PeerHosts hosts;

  /** Whether the peer said last that it takes packed requests (RFC 7694). */
  private volatile boolean takesGzip;

  /** Refuses answers that take more bytes when unpacked. */
  HttpPeerTransport(
      PeerAddress address, HttpClient client, int maxAnswerBytes, PeerHosts.Resolver resolver) {
    this.client = client;
    this.maxAnswerBytes = maxAnswerBytes;
    this.hosts = new PeerHosts(address.uri(), resolver);
  }

  @Override
  public byte[] ask(String body, long timeoutMillis) throws IOException, InterruptedException {
    byte[] plain = body.getBytes(StandardCharsets.UTF_8);
    boolean packs = takesGzip && plain.length >= PACKED_BYTES;
    HttpResponse<byte[]> response = send(request(plain, packs), timeoutMillis);
    takesGzip =
        response
            .headers()
            .firstValue("Accept-Encoding")
            .filter(ContentCoding.GZIP.token()::equalsIgnoreCase)
            .isPresent();
    if (packs && response.statusCode() == UNSUPPORTED_MEDIA_TYPE) {
      // It is another server than it was before.
      takesGzip = false;
      response = send(request(plain, false), timeoutMillis);
    }
    if (response.statusCode() != OK) {
      throw new IOException("the peer answered with HTTP status " + response.statusCode());
    }
    return unpack(response);
  }

  private HttpRequest request(byte[] body, boolean packed) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(hosts.uri())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header("Accept-Encoding", ContentCoding.accepted());
    if (packed) {
      request.header("Content-Encoding", ContentCoding.GZIP.token());
    }
    return request.POST(BodyPublishers.ofByteArray(packed ? pack(body) : body)).build();
  }

  private static byte[] pack(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(body);
    }
    return packed.toByteArray();
  }

  /** The client's own timeout ends with the headers; a body that trickles in must end too. */
  private HttpResponse<byte[]> send(HttpRequest request, long timeoutMillis)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> pending =
        client.sendAsync(request, response -> bounded(BodyHandlers.ofByteArray().apply(response)));
    try {
      return pending.get(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no complete answer within " + timeoutMillis / 1_000.0 + " s", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ConnectException
          || e.getCause() instanceof HttpConnectTimeoutException) {
        hosts.unreachable();
      }
      throw new IOException(reason(request.uri(), e.getCause()), e);
    } finally {
      pending.cancel(true);
    }
  }

  private HttpResponse.BodySubscriber<byte[]> bounded(HttpResponse.BodySubscriber<byte[]> body) {
    return new BoundedBody(body, maxAnswerBytes);
  }

  /** In words; most exceptions of the client have a name and no message. */
  private static String reason(URI uri, @Nullable Throwable failure) {
    String peer = uri.getHost() + ":" + uri.getPort();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "the host " + uri.getHost() + " is not known";
      }
      if (cause instanceof SSLException unsafe) {
        return "no secure connection to " + peer + ": " + distrust(unsafe);
      }
    }
    if (failure instanceof HttpConnectTimeoutException) {
      return "no connection to " + peer + " within " + HttpPeerTransports.connectSeconds() + " s";
    }
    if (failure instanceof ConnectException) {
      return "cannot connect to " + peer;
    }
    String message = failure == null ? null : failure.getMessage();
    return "the connection to " + peer + " broke off" + (message == null ? "" : ": " + message);
  }

  /** Why a handshake ended; the platform's own words for the usual reasons say little. */
  private static String distrust(SSLException failure) {
    return switch (HandshakeFault.of(failure)) {
      case EXPIRED -> "its certificate has expired";
      case NOT_YET_VALID -> "its certificate is not valid yet";
      case UNTRUSTED ->
          "its certificate is self-signed or of an authority that this relay does not trust";
      case NO_TLS -> "it does not speak TLS; is it http://?";
      case OTHER_CERTIFICATE, OTHER -> String.valueOf(failure.getMessage());
    };
  }

  private byte[] unpack(HttpResponse<byte[]> response) throws IOException {
    ContentCoding coding =
        ContentCoding.named(response.headers().firstValue("Content-Encoding").orElse(""));
    byte[] packed = response.body();
    if (coding == ContentCoding.IDENTITY) {
      return packed;
    }
    try (InputStream in = coding.unpacking(new ByteArrayInputStream(packed))) {
      byte[] unpacked = in.readNBytes(maxAnswerBytes + 1);
      if (unpacked.length > maxAnswerBytes) {
        throw new IOException("the answer unpacks to more than " + maxAnswerBytes + " bytes");
      }
      return unpacked;
    }
  }
}
