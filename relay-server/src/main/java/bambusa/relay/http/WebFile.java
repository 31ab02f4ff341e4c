package bambusa.relay.http;

import bambusa.crypto.Hash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A file of ours, ready to be sent plain or compressed.
 *
 * @param gzipped the same as plain where compression does not pay
 * @param tag changes with the content
 */
@SuppressWarnings("ArrayRecordComponent") // Kept and sent, never changed or compared.
record WebFile(byte[] plain, byte[] gzipped, String mediaType, String tag) {

  private static final int TAG_LENGTH = 24;
  private static final String UNKNOWN_TYPE = "application/octet-stream";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("wasm", "application/wasm"));

  static WebFile of(String path, byte[] content) {
    byte[] compressed = gzip(content);
    String extension = path.substring(path.lastIndexOf('.') + 1);
    return new WebFile(
        content,
        compressed.length < content.length ? compressed : content,
        TYPES.getOrDefault(extension, UNKNOWN_TYPE),
        Hash.of(content).toString().substring(4, 4 + TAG_LENGTH));
  }

  boolean isCompressible() {
    return gzipped.length < plain.length;
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    try (SmallGzipStream gzip = new SmallGzipStream(buffer)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return buffer.toByteArray();
  }

  /** Compressed once, sent often. */
  private static final class SmallGzipStream extends GZIPOutputStream {
    SmallGzipStream(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
