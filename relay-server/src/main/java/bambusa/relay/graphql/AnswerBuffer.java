package bambusa.relay.graphql;

import bambusa.relay.coding.ContentCoding;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes an answer up to a size, and compresses it from the moment it is too large for one packet:
 * before that, compression costs time and saves none.
 */
final class AnswerBuffer extends OutputStream {

  /** What is below it fits a packet anyhow. */
  private static final int PLAIN_SIZE = 1_400;

  private final int maxBytes;
  private final ContentCoding coding;
  private final Pieces kept = new Pieces();
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
      byte[] before = kept.takeAll();
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
    return kept.takeAll();
  }

  /** Grows without copying: an array that doubles leaves all that it was before to be collected. */
  private static final class Pieces extends OutputStream {

    private static final int MAX_SIZE = 1 << 16;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] last = new byte[PLAIN_SIZE];
    private int used;

    @Override
    public void write(int octet) {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int done = 0;
      while (done < length) {
        if (used == last.length) {
          full.add(last);
          last = new byte[Math.min(MAX_SIZE, 2 * last.length)];
          used = 0;
        }
        int count = Math.min(length - done, last.length - used);
        System.arraycopy(bytes, offset + done, last, used, count);
        used += count;
        done += count;
      }
    }

    byte[] takeAll() {
      int size = used;
      for (byte[] piece : full) {
        size += piece.length;
      }
      byte[] all = new byte[size];
      int at = 0;
      for (byte[] piece : full) {
        System.arraycopy(piece, 0, all, at, piece.length);
        at += piece.length;
      }
      System.arraycopy(last, 0, all, at, used);
      full.clear();
      used = 0;
      return all;
    }
  }

  /** More was written than allowed. */
  static final class FullException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
