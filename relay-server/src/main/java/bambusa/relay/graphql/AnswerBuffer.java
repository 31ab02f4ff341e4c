package bambusa.relay.graphql;

import bambusa.relay.coding.ContentCoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes an answer up to a size, and compresses it from the moment it is too large for one packet:
 * before that, compression costs time and saves none.
 */
final class AnswerBuffer extends OutputStream {

  /** What is below it fits a packet anyhow. */
  private static final int PLAIN_SIZE = 1_400;

  private final int maxBytes;
  private final ContentCoding coding;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(PLAIN_SIZE);
  private OutputStream sink = kept;
  private int taken;

  AnswerBuffer(int maxBytes, ContentCoding coding) {
    this.maxBytes = maxBytes;
    this.coding = coding;
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
    if (coding != ContentCoding.IDENTITY && sink == kept && taken > PLAIN_SIZE) {
      byte[] before = kept.toByteArray();
      kept.reset();
      sink = coding.packing(kept);
      sink.write(before);
    }
    sink.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    sink.close();
  }

  /** How the bytes are packed. */
  ContentCoding coding() {
    return sink == kept ? ContentCoding.IDENTITY : coding;
  }

  /** What is to be sent; complete once closed. */
  byte[] bytes() {
    return kept.toByteArray();
  }

  /** More was written than allowed. */
  static final class FullException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
