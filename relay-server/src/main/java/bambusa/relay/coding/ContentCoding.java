package bambusa.relay.coding;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the body of an answer is packed. */
public enum ContentCoding {
  /** As it is. */
  IDENTITY("identity"),

  GZIP("gzip"),

  /** A third smaller than gzip and twice as fast, where its native library runs (RFC 8878). */
  ZSTD("zstd");

  private static final Logger LOG = LoggerFactory.getLogger(ContentCoding.class);
  private static final int BUFFER_SIZE = 1 << 14;
  private static final int FASTEST = 1;

  /** A tenth of a second for our largest file; the levels above it gain nothing. */
  private static final int SMALL = 18;

  /** RFC 9659: no sender may ask for a larger window than 8 MiB. */
  private static final int MAX_WINDOW_LOG = 23;

  private final String token;

  ContentCoding(String token) {
    this.token = token;
  }

  /** Its name in headers. */
  public String token() {
    return token;
  }

  /** The coding of this name; what has none that we know is taken as it is. */
  public static ContentCoding named(String token) {
    return Arrays.stream(values())
        .filter(coding -> coding.token.equalsIgnoreCase(token))
        .findFirst()
        .orElse(IDENTITY);
  }

  /** What the header Accept-Encoding says to whom we ask. */
  public static String accepted() {
    return ZstdLibrary.LOADED ? "zstd, gzip" : "gzip";
  }

  /**
   * The best that both sides know.
   *
   * @param weightOf how much the asker wants a coding, 0…1; at most 0 when not at all
   */
  public static ContentCoding chosen(ToDoubleFunction<String> weightOf) {
    double gzip = weightOf.applyAsDouble(GZIP.token);
    double zstd = weightOf.applyAsDouble(ZSTD.token);
    if (zstd > 0 && zstd >= gzip && ZstdLibrary.LOADED) {
      return ZSTD;
    }
    return gzip > 0 ? GZIP : IDENTITY;
  }

  /**
   * Packs what is written, at the level that costs least: most of an answer is hex, which all
   * halve. Closing it ends the packed bytes.
   */
  public OutputStream packing(OutputStream out) throws IOException {
    return switch (this) {
      case IDENTITY -> out;
      case GZIP -> new GzipStream(out, Deflater.BEST_SPEED);
      case ZSTD -> new ZstdOutputStreamNoFinalizer(out, FASTEST);
    };
  }

  /** Packed as small as it gets, which pays for what is packed once and sent often. */
  public byte[] packed(byte[] content) {
    return switch (this) {
      case IDENTITY -> content;
      case GZIP -> smallGzip(content);
      case ZSTD -> Zstd.compress(content, SMALL);
    };
  }

  private static byte[] smallGzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GzipStream(packed, Deflater.BEST_COMPRESSION)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /**
   * Unpacks what is read; that fails when it is broken or cut off.
   *
   * @throws IOException when the beginning is none of this coding
   */
  public InputStream unpacking(InputStream in) throws IOException {
    return switch (this) {
      case IDENTITY -> in;
      case GZIP -> new GZIPInputStream(in);
      case ZSTD -> new ZstdInputStreamNoFinalizer(in).setLongMax(MAX_WINDOW_LOG);
    };
  }

  private static final class GzipStream extends GZIPOutputStream {

    GzipStream(OutputStream out, int level) throws IOException {
      super(out, BUFFER_SIZE);
      def.setLevel(level);
    }
  }

  /** Loaded when first asked for: not every system has what it is built for. */
  private static final class ZstdLibrary {

    static final boolean LOADED = load();

    private static boolean load() {
      try {
        Native.load();
        return true;
      } catch (LinkageError e) {
        LOG.warn("answers are packed by gzip only, as zstd does not run here: {}", e.getMessage());
        return false;
      }
    }
  }
}
