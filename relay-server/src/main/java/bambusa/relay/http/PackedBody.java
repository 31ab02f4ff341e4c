package bambusa.relay.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Bodies of requests that come packed by gzip: a relay that compares ranges asks so. */
final class PackedBody {

  private PackedBody() {}

  /** Whether a body comes as it is. */
  static boolean isPlain(@Nullable String contentEncoding) {
    return contentEncoding == null || contentEncoding.strip().equalsIgnoreCase("identity");
  }

  static boolean isGzip(@Nullable String contentEncoding) {
    return contentEncoding != null && contentEncoding.strip().equalsIgnoreCase("gzip");
  }

  /**
   * Unpacks a body, within the limit of those that come as they are.
   *
   * @param budget from which the packed body was taken; its own size is given back and that of the
   *     unpacked one taken instead
   */
  static byte[] unpack(byte[] packed, int maxBytes, ByteBudget budget) throws IOException {
    byte[] body;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      body = in.readNBytes(maxBytes + 1);
    } catch (IOException e) {
      throw new BrokenException(e);
    } finally {
      budget.giveBack(packed.length);
    }
    if (body.length > maxBytes) {
      throw new BodyReader.TooLargeException();
    }
    if (!budget.take(body.length)) {
      throw new BodyReader.CrowdedException();
    }
    return body;
  }

  /** It is not what gzip writes. */
  static final class BrokenException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenException(IOException cause) {
      super(cause);
    }
  }
}
