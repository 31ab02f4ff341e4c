package bambusa.relay.graphql;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses what is written to it as one gzip member (RFC 1952), several pieces at a time where
 * processors are idle: compression is most of the time that a page takes. Each piece looks back at
 * what stands before it, so the size stays that of compressing in one go. Used by one thread.
 */
final class PiecewiseGzip extends OutputStream {

  private static final int PIECE_BYTES = 1 << 17;

  /** So many are kept before they are compressed; a usual page has not more. */
  private static final int PIECES = 5;

  /** How far back a piece may look (RFC 1951, 2). */
  private static final int WINDOW_BYTES = 1 << 15;

  private static final int FIRST_CAPACITY = 1 << 13;

  /** Neither name, nor time, nor system. */
  private static final byte[] HEADER = {
    0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff
  };

  private final OutputStream out;
  private final CRC32 checksum = new CRC32();
  private byte[] kept = new byte[FIRST_CAPACITY];
  private int compressedBefore;
  private int filled;
  private int taken;

  PiecewiseGzip(OutputStream out) throws IOException {
    this.out = out;
    out.write(HEADER);
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int room = compressedBefore + PIECES * PIECE_BYTES - filled;
      int fitting = Math.min(room, length - done);
      reserve(filled + fitting);
      System.arraycopy(bytes, offset + done, kept, filled, fitting);
      filled += fitting;
      done += fitting;
      if (fitting == room) {
        compress(false);
      }
    }
  }

  private void reserve(int capacity) {
    if (capacity > kept.length) {
      int most = WINDOW_BYTES + PIECES * PIECE_BYTES;
      kept = Arrays.copyOf(kept, Math.min(most, Math.max(capacity, 2 * kept.length)));
    }
  }

  private void compress(boolean last) throws IOException {
    int fresh = filled - compressedBefore;
    checksum.update(kept, compressedBefore, fresh);
    taken += fresh;
    int pieces = Math.max(1, (fresh + PIECE_BYTES - 1) / PIECE_BYTES);
    byte[][] compressed =
        IntStream.range(0, pieces)
            .parallel()
            .mapToObj(piece -> piece(piece, last && piece == pieces - 1))
            .toArray(byte[][]::new);
    for (byte[] piece : compressed) {
      out.write(piece);
    }
    int window = Math.min(filled, WINDOW_BYTES);
    System.arraycopy(kept, filled - window, kept, 0, window);
    compressedBefore = window;
    filled = window;
  }

  private byte[] piece(int index, boolean last) {
    int from = compressedBefore + index * PIECE_BYTES;
    int length = Math.min(PIECE_BYTES, filled - from);
    int window = Math.min(from, WINDOW_BYTES);
    // Level 1: most of an answer is hex, which it halves as well as any other.
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      if (window > 0) {
        deflater.setDictionary(kept, from - window, window);
      }
      deflater.setInput(kept, from, length);
      if (last) {
        deflater.finish();
      }
      return drain(deflater, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH, length);
    } finally {
      deflater.end();
    }
  }

  private static byte[] drain(Deflater deflater, int flush, int length) {
    byte[] compressed = new byte[length / 2 + WINDOW_BYTES];
    int size = 0;
    while (true) {
      size += deflater.deflate(compressed, size, compressed.length - size, flush);
      // What leaves room has given all it has.
      if (size < compressed.length) {
        return Arrays.copyOf(compressed, size);
      }
      compressed = Arrays.copyOf(compressed, 2 * compressed.length);
    }
  }

  /** Ends the member; what it was written to stays open. */
  @Override
  public void close() throws IOException {
    compress(true);
    writeInt((int) checksum.getValue());
    writeInt(taken);
  }

  /** Little-endian. */
  private void writeInt(int value) throws IOException {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(value >> shift);
    }
  }
}
