package bambusa.relay.graphql;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Takes an answer up to a size, and compresses it from the moment it is too large for one packet:
 * before that, compression costs time and saves none.
 */
final class AnswerBuffer extends OutputStream {

  /** What is below it fits a packet anyhow. */
  private static final int PLAIN_SIZE = 1_400;

  private final int maxBytes;
  private final boolean gzip;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(PLAIN_SIZE);
  private OutputStream sink = kept;
  private int taken;

  AnswerBuffer(int maxBytes, boolean gzip) {
    this.maxBytes = maxBytes;
    this.gzip = gzip;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > maxBytes - taken) {
      throw new FullException();
    }
    taken += length;
    if (gzip && sink == kept && taken > PLAIN_SIZE) {
      byte[] before = kept.toByteArray();
      kept.reset();
      sink = new FastGzipStream(kept);
      sink.write(before);
    }
    sink.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    sink.close();
  }

  boolean isGzipped() {
    return sink != kept;
  }

  /** What is to be sent; complete once closed. */
  byte[] bytes() {
    return kept.toByteArray();
  }

  /** More was written than allowed. */
  static final class FullException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Level 1: most of an answer is hex, which it halves as well as any other. */
  private static final class FastGzipStream extends GZIPOutputStream {

    private static final int BUFFER_SIZE = 1 << 14;

    FastGzipStream(OutputStream out) throws IOException {
      super(out, BUFFER_SIZE);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
